import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";

import { Problem } from "@/lib/problem";
import type { Gateway } from "@/test/gateway";

import { event, open, organiserGateway } from "../testing";
import { Details } from "./details";

type Variables = { version: number; input: Record<string, unknown>; programme: unknown };
let server: Gateway;
beforeEach(() => {
  server = organiserGateway();
});
const saves = () =>
  server.asked.filter(({ name }) => name === "UpdateEvent").map(({ variables }) => variables as Variables);
const saved = (change: object) => ({ updateEvent: { ...event, ...change } });
const conflict = (current: object) => {
  throw new Problem("conflict", "Somebody else changed this event meanwhile.", {
    current: { id: event.id, ...current },
  });
};

it("saves once, and is clean at the version that made", async () => {
  server.answers["UpdateEvent"] = ({ input }) => saved({ ...(input as object), version: 4 });
  const { user } = open(server, <Details />);
  await user.type(await screen.findByLabelText("Name"), "erence");
  expect(screen.getByRole("status")).toHaveTextContent("Not saved yet");
  await user.keyboard("{Enter}{Enter}");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Discard" })).not.toBeInTheDocument());
  expect(saves().map(({ version, input }) => [version, input["name"]])).toEqual([[3, "Small Conference"]]);
  await user.type(screen.getByLabelText("Name"), "!{Enter}");
  await waitFor(() => expect(saves()).toHaveLength(2));
  expect(saves()[1]).toMatchObject({ version: 4, input: { name: "Small Conference!" } });
});

it("saves again on top of what somebody else changed beside it", async () => {
  server.answers["UpdateEvent"] = ({ input, version }) =>
    version === 3
      ? conflict({ version: 7, location: "Leiden" })
      : saved({ ...(input as object), version: 8 });
  const { user } = open(server, <Details />);
  await user.type(await screen.findByLabelText("Name"), "!{Enter}");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Discard" })).not.toBeInTheDocument());
  expect(saves().map(({ version, input }) => [version, input["name"], input["location"]])).toEqual([
    [3, "Small Conf!", "Delft"],
    [7, "Small Conf!", "Leiden"],
  ]);
  expect(screen.getByLabelText(/^Place/u)).toHaveValue("Leiden");
});

it("asks where both changed the same, and takes either", async () => {
  server.answers["UpdateEvent"] = ({ input, version }) =>
    version === 3
      ? conflict({ version: 4, name: "Their name" })
      : saved({ ...(input as object), version: 5 });
  const { user } = open(server, <Details />);
  const name = await screen.findByLabelText("Name");
  await user.type(name, "!{Enter}");
  await screen.findByText("Theirs: Their name");
  expect(screen.getByRole("alert")).toHaveTextContent("Somebody else changed this event meanwhile.");
  expect(name).toHaveValue("Small Conf!");
  expect(saves()).toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "Use theirs" }));
  expect(name).toHaveValue("Their name");
  expect(screen.queryByRole("button", { name: "Discard" })).not.toBeInTheDocument();
});

it("keeps what was typed over leaving and coming back", async () => {
  const { user, unmount } = open(server, <Details />);
  await user.type(await screen.findByLabelText("Name"), "!");
  unmount();
  const again = open(server, <Details />);
  expect(await screen.findByLabelText("Name")).toHaveValue("Small Conf!");
  await again.user.click(screen.getByRole("button", { name: "Discard" }));
  expect(screen.getByLabelText("Name")).toHaveValue("Small Conf");
  expect(localStorage).toHaveLength(0);
});

it("brings a refusal to what is no text field, too", async () => {
  server.answers["UpdateEvent"] = () => {
    throw new Problem("invalid", "Not this kind.", { field: "kind" });
  };
  const { user } = open(server, <Details />);
  await user.type(await screen.findByLabelText("Name"), "!{Enter}");
  await screen.findByText("Not this kind.");
  expect(screen.getByRole("radio", { name: "Conference" })).toHaveFocus();
});

const elsewhere = () =>
  fireEvent.change(screen.getByLabelText("Time zone"), { target: { value: "Europe/Lisbon" } });
const asked = () => screen.findByRole("dialog", { name: "What becomes of the programme?" });

it("asks what becomes of the programme of an event in another zone, and goes back with nothing lost", async () => {
  server.answers["UpdateEvent"] = ({ input }) => saved({ ...(input as object), version: 4 });
  const { user } = open(server, <Details />);
  await user.type(await screen.findByLabelText("Name"), "!");
  elsewhere();
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  const dialog = await asked();
  expect(within(dialog).getByRole("radio", { name: "Keep clock times" })).toBeChecked();
  expect(dialog).toHaveTextContent(
    "Opening: Sat 28 Nov, 09:00 in Berlin becomes Sat 28 Nov, 09:00 in Lisbon",
  );
  expect(dialog).toHaveTextContent(
    "Opening: Sat 28 Nov, 09:00 in Berlin becomes Sat 28 Nov, 08:00 in Lisbon",
  );
  await user.keyboard("{Escape}");
  expect(screen.getByLabelText("Name")).toHaveValue("Small Conf!");
  expect(screen.getByLabelText("Time zone")).toHaveValue("Europe/Lisbon");
  expect(saves()).toEqual([]);
  await user.type(screen.getByLabelText("Name"), "{Enter}");
  await user.click(within(await asked()).getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(saves()).toHaveLength(1));
  expect(saves()[0]).toMatchObject({ programme: { how: "keepClock", minutes: 0 } });
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});

it("proposes to shift the programme by as much as the event, and refuses what is no span", async () => {
  server.answers["UpdateEvent"] = ({ input }) => saved({ ...(input as object), version: 4 });
  const { user } = open(server, <Details />);
  fireEvent.change(await screen.findByLabelText("Starts"), { target: { value: "2026-12-05T09:30" } });
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  const dialog = within(await asked());
  expect(dialog.queryByRole("radio", { name: "Keep clock times" })).not.toBeInTheDocument();
  expect(dialog.getByRole("radio", { name: "Shift all sessions" })).toBeChecked();
  expect(dialog.getByLabelText("Days")).toHaveValue("7");
  expect(dialog.getByLabelText("Hours:minutes")).toHaveValue("0:30");
  const save = dialog.getByRole("button", { name: "Save changes" });
  await user.type(dialog.getByLabelText("Days"), "x");
  expect(save).toBeDisabled();
  expect(dialog.getByText(/Enter whole days/u)).toBeVisible();
  await user.clear(dialog.getByLabelText("Days"));
  await user.type(dialog.getByLabelText("Days"), "60");
  expect(dialog.getByText(/1 of 1 session would be more than 31 days outside/u)).toBeVisible();
  expect(save).toBeDisabled();
  await user.clear(dialog.getByLabelText("Days"));
  await user.type(dialog.getByLabelText("Days"), "6");
  expect(dialog.getByText(/1 of 1 session would then be outside/u)).toBeVisible();
  await user.click(save);
  await waitFor(() => expect(saves()).toHaveLength(1));
  expect(saves()[0]).toMatchObject({ programme: { how: "shift", minutes: 6 * 1_440 + 30 } });
});

it("asks nothing where nothing is moved, and does not choose again for others' dates", async () => {
  server.answers["UpdateEvent"] = ({ version }) =>
    version === 3 ? conflict({ version: 4, endsAt: "2026-11-29T16:30:00Z" }) : saved({ version: 5 });
  const { user } = open(server, <Details />);
  fireEvent.change(await screen.findByLabelText("Ends"), { target: { value: "2026-11-28T19:00" } });
  await user.click(screen.getByRole("button", { name: "Discard" }));
  elsewhere();
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await user.click(within(await asked()).getByRole("button", { name: "Save changes" }));
  await screen.findByText("Somebody else changed this event meanwhile.");
  expect(saves()).toHaveLength(1);
});
