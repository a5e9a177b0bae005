import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import { Problem } from "@/lib/problem";
import type { Gateway } from "@/test/gateway";

import { event, open, organiserGateway, talk } from "../testing";
import { useLiveState, type LiveSession } from "@/features/live-event";

import { SessionDialog } from "./session";

let server: Gateway;
const close = vi.fn();
const kept = vi.fn();
beforeEach(() => {
  close.mockReset();
  server = organiserGateway({ PutSession: () => ({ putSession: talk }) });
});
const Dialog = ({ id, session }: { id: string; session: LiveSession | null }) => (
  <SessionDialog id={id} session={session} state={useLiveState()} onKept={kept} onClose={close} />
);
const puts = () => server.asked.filter(({ name }) => name === "PutSession");

it("keeps a new session once, and closes", async () => {
  const { user } = open(server, <Dialog id="s2" session={null} />);
  const title = await screen.findByLabelText("Title");
  await user.click(screen.getByRole("button", { name: "Add session" }));
  expect(title).toHaveFocus();
  expect(title).toHaveAccessibleDescription("A session needs a title.");
  await user.type(title, "Closing");
  await user.dblClick(screen.getByRole("button", { name: "Add session" }));
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
  expect(puts().map(({ variables }) => variables["input"])).toMatchObject([{ title: "Closing" }]);
});

it("asks before it loses what was typed, and not otherwise", async () => {
  const { user } = open(server, <Dialog id="s2" session={null} />);
  const title = await screen.findByLabelText("Title");
  await user.type(title, "Closing");
  await user.keyboard("{Escape}");
  expect(await screen.findByRole("alertdialog", { name: "Discard what you typed?" })).toBeInTheDocument();
  expect(close).not.toHaveBeenCalled();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument());
  expect(title).toHaveValue("Closing");
  await user.clear(title);
  await user.keyboard("{Escape}");
  expect(close).toHaveBeenCalledOnce();
});

it("shows the whole session before it can be changed, and says what was refused", async () => {
  server.answers["DraftSession"] = () => ({
    draftSession: { ...talk, abstract: "All of it.", abstractBlocks: [] },
  });
  server.answers["PutSession"] = () => {
    throw new Problem("invalid", "This is far from the event's own dates.", { field: "startsAt" });
  };
  const session = { ...talk, eventId: event.id };
  const { user } = open(server, <Dialog id={talk.id} session={session} />);
  expect(await screen.findByLabelText(/^Abstract/u)).toHaveValue("All of it.");
  const start = screen.getByLabelText("Starts");
  // At once, as a browser's own picker does.
  fireEvent.change(start, { target: { value: "2030-01-02T09:00" } });
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(start).toHaveFocus());
  expect(start).toHaveAccessibleDescription("This is far from the event's own dates.");
  expect(puts()[0]?.variables["input"]).toMatchObject({ title: "Opening", abstract: "All of it." });
  expect(close).not.toHaveBeenCalled();
});
