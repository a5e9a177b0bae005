import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";

import { session } from "@/lib/session";

import { event, open, organiserGateway } from "../testing";
import { Administration } from "./administration";
import { EventStatusCard } from "./status";

const user = { id: "a", name: "Anna Admin", email: "anna@example.org", roles: [] };
const expiresAt = Date.now() + 600_000;
const live = { ...event, status: "published" as const };

/** After the gateway, which signs in somebody who is no administrator. */
const signIn = (...roles: string[]) => session.set({ status: "in", user: { ...user, roles }, expiresAt });

it("lets an administrator take an event down, with a reason", async () => {
  const server = organiserGateway({
    Publishers: () => ({ publishers: [] }),
    EventHost: () => ({
      event: {
        id: "e1",
        host: { id: "h", name: "Hanna Host" },
      },
    }),
  });
  signIn("admin");
  const asked: unknown[] = [];
  server.answers["TakeDownEvent"] = (variables) => {
    asked.push(variables);
    return { takeDownEvent: { ...live, status: "draft", takenDown: "Spam" } };
  };
  const { user: hand } = open(server, <Administration event={live} />);
  (await screen.findByRole("button", { name: "Take down" })).focus();
  await hand.keyboard("{Enter}");
  const dialog = await screen.findByRole("dialog", { name: "Take Small Conf down?" });
  expect(dialog).toBeVisible();
  await hand.type(screen.getByRole("textbox", { name: "Why" }), "Spam");
  const buttons = screen.getAllByRole("button", { name: "Take down" });
  await hand.click(buttons.at(-1) ?? dialog);
  await waitFor(() => expect(asked).toEqual([{ eventId: "e1", reason: "Spam" }]));
});

it.each([
  [["h"], "Hanna Host may publish events here", "Take that back"],
  [[], "Hanna Host may not publish events here", "Let them publish"],
])("says whether the host may publish, and changes it: %j", async (publishers, words, button) => {
  const host = { id: "h", name: "Hanna Host" };
  const server = organiserGateway({
    Publishers: () => ({ publishers }),
    EventHost: () => ({ event: { id: "e1", host } }),
  });
  signIn("admin");
  open(server, <Administration event={live} />);
  expect(await screen.findByText(words)).toBeVisible();
  expect(screen.getByRole("button", { name: button })).toBeVisible();
});

it("shows nothing of it to others", async () => {
  const server = organiserGateway();
  signIn("organiser");
  open(
    server,
    <>
      <p>ready</p>
      <Administration event={live} />
    </>,
  );
  expect(await screen.findByText("ready")).toBeVisible();
  expect(screen.queryByText("Administration")).toBeNull();
});

it.each([
  [[], /Publishing is for organisers/u, "Copy link"],
  [["a"], /A draft/u, "Publish"],
])("says what to do to whoever may not publish here: %j", async (publishers, words, button) => {
  open(organiserGateway({ Publishers: () => ({ publishers }) }), <EventStatusCard event={event} />);
  expect(await screen.findByRole("button", { name: button })).toBeVisible();
  expect(await screen.findByText(words)).toBeVisible();
});

it("tells the organisers why their event was taken down, and offers no way around it", async () => {
  const down = { ...event, takenDown: "Sells tickets that are none" };
  open(organiserGateway({ Publishers: () => ({ publishers: ["a"] }) }), <EventStatusCard event={down} />);
  expect(await screen.findByText(/Sells tickets that are none/u)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Publish" })).toBeNull();
});
