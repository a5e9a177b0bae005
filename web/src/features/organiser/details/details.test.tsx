import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";

import { Problem } from "@/lib/problem";
import type { Gateway } from "@/test/gateway";

import { event, open, organiserGateway } from "../testing";
import { Details } from "./details";

type Variables = { version: number; input: Record<string, unknown> };
let server: Gateway;
beforeEach(() => {
  server = organiserGateway();
});
const saves = () =>
  server.asked.filter(({ name }) => name === "UpdateEvent").map(({ variables }) => variables as Variables);
const saved = (change: object) => ({ updateEvent: { __typename: "Event", ...event, ...change } });
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
