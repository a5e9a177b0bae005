import { expect, it, vi } from "vitest";

import { Problem } from "@/lib/problem";

import { createOutbox } from "./outbox";
import { RoomServer } from "./testing";

it("waits as long as the server says, else longer each time", async () => {
  const server = new RoomServer();
  const waits: number[] = [];
  const refusals = [
    new Problem("too_many", "Slow down.", { retryAfter: 3 }),
    new Problem("unavailable", "Not now."),
    new Problem("unavailable", "Not now."),
  ];
  const sent = vi.fn();
  const outbox = createOutbox(
    "me",
    {
      send: ({ id, body }) => {
        const refusal = refusals.shift();
        return refusal ? Promise.reject(refusal) : Promise.resolve(server.send("me", id, body));
      },
      connected: () => true,
      onConnection: () => () => undefined,
      storage: null,
      sleep: (ms) => Promise.resolve(void waits.push(ms)),
      now: () => 1_700_000_000_000,
    },
    sent,
  );
  const stop = outbox.start();
  outbox.send("room", "hello");
  await vi.waitFor(() => expect(sent).toHaveBeenCalledOnce());
  expect(waits).toEqual([3_000, 2_000, 4_000]);
  stop();
});
