import { describe, expect, it } from "vitest";

import { FakeClock } from "../testing/fake-clock";
import { IceServers, type IceGrant } from "./ice";

const grant = (name: string, expiresAt: number | null): IceGrant => ({ iceServers: [{ urls: `turn:${name}` }], expiresAt });

describe("ICE servers", () => {
  it("are renewed before their credentials end", async () => {
    const clock = new FakeClock();
    let asked = 0;
    const ice = new IceServers(() => Promise.resolve(grant(String(++asked), clock.now() + 600_000)), clock);
    await ice.start();
    expect(ice.servers.get()).toEqual([{ urls: "turn:1" }]);
    await clock.advance(449_000);
    expect(asked).toBe(1);
    await clock.advance(1_000);
    expect(ice.servers.get()).toEqual([{ urls: "turn:2" }]);
    ice.close();
    expect(clock.waiting).toBe(0);
  });

  it("stay as they are when renewing fails, and are asked for again ever more slowly", async () => {
    const clock = new FakeClock();
    const asked: number[] = [];
    const ice = new IceServers(() => {
      asked.push(clock.now());
      return asked.length === 1 ? Promise.resolve(grant("x", 100_000)) : Promise.reject(new Error("down"));
    }, clock);
    await ice.start();
    await clock.advance(75_000 + 2_000 + 4_000 + 8_000);
    expect(asked).toEqual([0, 75_000, 77_000, 81_000, 89_000]);
    expect(ice.servers.get()).toEqual([{ urls: "turn:x" }]);
  });

  it("keep nobody waiting for a server that does not answer", async () => {
    const clock = new FakeClock();
    const started = new IceServers(() => new Promise(() => undefined), clock).start();
    await clock.advance(3_000);
    await expect(started).resolves.toBeUndefined();
  });
});
