import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";

import { useLiveState } from "@/features/live-event";
import { Problem } from "@/lib/problem";
import { useLiveQuery } from "@/lib/use-live-query";
import type { Gateway } from "@/test/gateway";

import { event, open, organiserGateway, talk } from "../testing";
import { DraftBar } from "./draft-bar";
import { useDraftQuery } from "./draft-store";

const moment = {
  ...{ title: talk.title, startsAt: talk.startsAt, endsAt: talk.endsAt, day: null, stage: "Aula", track: "" },
  speakers: [],
};
const change = (id: string, kind: string, title: string) => ({
  ...{ id, of: "session", kind, title, fields: [] },
  before: kind === "added" ? null : { ...moment, title },
  after: kind === "removed" ? null : { ...moment, title },
});
const draft = (revision: number, changes: object[]) => ({
  agendaDraft: {
    ...{ revision, total: changes.length, changes },
    agenda: {
      ...{ version: 3, published: 4, stages: [], tracks: [], speakers: [], sessions: [] },
    },
  },
});

let server: Gateway;
let answer: object;
let status: string;
beforeEach(() => {
  status = "published";
  answer = draft(7, [change("a", "added", "Opening")]);
  server = organiserGateway({ AgendaDraft: () => answer });
  const live = server.answers["LiveEvent"]!;
  server.answers["LiveEvent"] = (variables) => {
    const { event: one } = live(variables) as { event: object };
    return { event: { ...one, status } };
  };
});

function Bar() {
  const query = useDraftQuery(useLiveState().event.id);
  const view = useLiveQuery(query);
  return view.status === "ready" && query ? <DraftBar draft={view.state} query={query} /> : "wait";
}
const published = () =>
  server.asked.filter(({ name }) => name === "PublishAgenda").map(({ variables }) => variables["revision"]);

it("publishes what was looked at, and shows what somebody else added before it does", async () => {
  server.answers["PublishAgenda"] = ({ revision }) => {
    if (revision === 8) return { publishAgenda: 5 };
    answer = draft(8, [change("a", "added", "Opening"), change("b", "removed", "Kernel panics")]);
    throw new Problem("conflict", "Somebody changed the draft meanwhile. Look again before you publish it.");
  };
  const { user } = open(server, <Bar />);
  expect(await screen.findByText("1 change is not published")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Publish" }));
  const dialog = await screen.findByRole("dialog", { name: "Publish 1 change?" });
  expect(dialog).toHaveAccessibleDescription("Everybody sees them at once.");
  await user.click(within(dialog).getByRole("button", { name: "Publish" }));
  expect(await within(dialog).findByText(/^Somebody changed the draft meanwhile/u)).toBeInTheDocument();
  expect(await within(dialog).findByText("Kernel panics")).toBeInTheDocument();
  expect(dialog).toHaveAccessibleDescription(/People who starred a moved or removed session are told/u);
  answer = draft(8, []);
  await user.click(within(dialog).getByRole("button", { name: "Publish" }));
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
  expect(published()).toEqual([7, 8]);
  expect(await screen.findByText("Everything is published (version 4).")).toBeInTheDocument();
});

it("has nothing to publish before the event is", async () => {
  status = event.status;
  open(server, <Bar />);
  await waitFor(() => expect(server.asked.map(({ name }) => name)).toContain("AgendaDraft"));
  await waitFor(() => expect(screen.queryByText("wait")).not.toBeInTheDocument());
  expect(screen.queryByRole("button")).not.toBeInTheDocument();
});
