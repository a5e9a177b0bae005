import { screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, expect, it, vi } from "vitest";

import { Problem } from "@/lib/problem";
import { useLiveQuery } from "@/lib/use-live-query";
import type { Gateway } from "@/test/gateway";

import { event, open, organiserGateway } from "../testing";
import { asTheFile } from "./choice";
import { useReportQuery } from "./import-store";
import { ImportPreview } from "./preview";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

const report = {
  ...{
    id: "i1",
    eventId: event.id,
    state: "ready",
    name: "polder.xml",
    done: 0,
    total: 3,
    added: 0,
    changed: 0,
  },
  ...{
    moved: 0,
    unchanged: 0,
    removed: 0,
    skipped: [],
    notes: [],
    columns: [],
    revision: null,
    error: null,
    failure: null,
  },
  finishedAt: null,
};
const moment = (stage: string) => ({
  ...{
    title: "Talk",
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    day: null,
    stage,
    track: "",
    speakers: [],
  },
});
const change = (id: string, kind: string, title: string, more: object = {}) => ({
  ...{ id, of: "session", kind, title, fields: [], stars: 0, conflicts: [], byHand: false, overlaps: [] },
  before: kind === "added" ? null : moment("R1"),
  after: kind === "removed" ? null : moment("K3"),
  ...more,
});
const changes = [
  change("gone", "removed", "Kernel panics", { stars: 162 }),
  change("typed", "removed", "Badge pick-up", { byHand: true }),
  change("told", "changed", "Rewriting a scheduler", {
    conflicts: [{ field: "stage", before: "R1", after: "K3" }],
  }),
  change("new", "added", "The last filesystem talk"),
];
const preview = {
  ...{ id: "i1", revision: 3, title: "Polder", format: "frab", name: "polder.xml", source: "Polder" },
  ...{ readAt: "2026-11-10T15:03:00Z", lastReadAt: null, sessions: 3, speakers: 3, added: 1, changed: 1 },
  ...{
    moved: 0,
    removed: 1,
    unchanged: 1,
    kept: 1,
    outside: 0,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
  },
  ...{ shiftDays: 0, fittingShift: 0, adds: false, losesMuch: true, starsLost: 162, starsMoved: 0, changes },
  ...{ skipped: [], notes: [{ where: "Kernel panics", text: "Its abstract was cut." }] },
  zone: {
    name: event.timeZone,
    by: "event",
    asks: false,
    offsets: [],
    candidates: [],
  },
};

let server: Gateway;
let shown: object;
beforeEach(() => {
  shown = preview;
  server = organiserGateway({
    ImportReport: () => ({ importReport: report }),
    ImportPreview: () => ({ importPreview: shown }),
  });
});

function Page() {
  const query = useReportQuery("i1");
  const view = useLiveQuery(query);
  const [selection, onSelect] = useState(asTheFile);
  if (view.status !== "ready" || !query) return "wait";
  const props = { report: view.state, query, base: "/e/small", selection, onSelect };
  return <ImportPreview {...props} />;
}
const applied = () => server.asked.filter(({ name }) => name === "ApplyImport").map((one) => one.variables);

it("asks twice where much would go, keeps the choice when the draft has changed, and sends it", async () => {
  server.answers["ApplyImport"] = ({ revision }) => {
    if (revision === 4) return { applyImport: { ...report, state: "applying" } };
    shown = { ...preview, revision: 4 };
    throw new Problem("conflict", "Somebody changed the draft meanwhile. Look at the changes again.");
  };
  const { user } = open(server, <Page />);
  expect(await screen.findByRole("checkbox", { name: "All of Removed" })).toBePartiallyChecked();
  await user.click(screen.getByRole("checkbox", { name: "The last filesystem talk" }));
  const conflict = screen.getByRole("radiogroup", { name: "Stage of Rewriting a scheduler" });
  expect(within(conflict).getByRole("radio", { name: "Keep R1" })).toBeChecked();
  await user.click(within(conflict).getByRole("radio", { name: "Take K3" }));
  const apply = async () => {
    // The event is a draft.
    await user.click(screen.getByRole("button", { name: "Apply 2" }));
    const asked = await screen.findByRole("alertdialog", { name: "Remove 1 session?" });
    expect(asked).toHaveAccessibleDescription(/1 of 3 sessions would go, starred by 162 people/u);
    await user.click(within(asked).getByRole("button", { name: "Remove 1" }));
  };
  await apply();
  expect(await screen.findByText(/^Somebody changed the draft meanwhile. This is what/u)).toBeInTheDocument();
  expect(screen.getByRole("checkbox", { name: "The last filesystem talk" })).not.toBeChecked();
  await apply();
  const choice = { leave: ["new"], also: [], take: [{ id: "told", fields: ["stage"] }], evenMuch: true };
  await waitFor(() => expect(applied()).toEqual([3, 4].map((revision) => ({ id: "i1", revision, choice }))));
});

it("waits for a time zone, and has no button where nothing would change", async () => {
  shown = {
    ...preview,
    zone: { ...preview.zone, asks: true, offsets: ["+09:00"], candidates: ["Asia/Tokyo", "Asia/Seoul"] },
  };
  server.answers["ReadImport"] = () => {
    const nothing = { added: 0, changed: 0, removed: 0, unchanged: 3, changes: [], losesMuch: false };
    shown = { ...preview, ...nothing, zone: { ...preview.zone, name: "Asia/Seoul", by: "person" } };
    return { readImport: report };
  };
  const { user } = open(server, <Page />);
  expect(await screen.findByRole("button", { name: "Apply 3" })).toBeDisabled();
  expect(screen.getByText(/^The file only says \+09:00/u)).toBeInTheDocument();
  await user.click(screen.getByRole("radio", { name: "Asia/Seoul" }));
  await user.click(screen.getByRole("button", { name: "Read as Seoul time" }));
  expect(await screen.findByText("Nothing would change.")).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: /^Apply/u })).not.toBeInTheDocument();
  expect(server.asked.find(({ name }) => name === "ReadImport")?.variables["reading"]).toEqual({
    timeZone: "Asia/Seoul",
    shiftDays: 0,
    adds: false,
  });
});

it("says the years of dates that are far apart, counts what is not listed, and asks before a public event moves", async () => {
  const answers = {
    ImportReport: () => ({ importReport: report }),
    ImportPreview: () => ({ importPreview: shown }),
    UpdateEvent: () => {
      throw new Problem("invalid", "Not in the past.");
    },
  };
  server = organiserGateway(answers, { status: "published" });
  const far = { startsAt: "2020-12-14T09:00:00Z", endsAt: "2020-12-16T15:00:00Z", fittingShift: 2175 };
  const skipped = Array.from({ length: 200 }, () => ({
    where: "Talk",
    reason: "far",
  }));
  shown = { ...preview, ...far, sessions: 1105, outside: 1000, added: 105, skipped };
  const { user } = open(server, <Page />);
  expect(
    await screen.findByText(
      "1,000 of 1,105 sessions lie outside your dates, Sat 28 Nov 2026 to Sat 28 Nov 2026",
    ),
  ).toBeInTheDocument();
  expect(screen.getByText("105 of 105 chosen")).toBeInTheDocument();
  expect(screen.getByText("1,000 items were skipped")).toBeInTheDocument();
  expect(screen.getByText("Here are the first 200 of 1,000.")).toBeInTheDocument();
  await user.click(
    screen.getByRole("button", { name: "Move the event to Mon 14 Dec 2020 to Wed 16 Dec 2020" }),
  );
  const asked = await screen.findByRole("alertdialog", {
    name: "Move the event to Mon 14 Dec 2020 to Wed 16 Dec 2020?",
  });
  const moved = () => server.asked.filter(({ name }) => name === "UpdateEvent").length;
  expect(moved()).toBe(0);
  await user.click(within(asked).getByRole("button", { name: "Move the event" }));
  expect(await screen.findByText("Not in the past.")).toBeInTheDocument();
  expect(moved()).toBe(1);
});

it("is discarded, or says that somebody began another one", async () => {
  server.answers["DiscardImport"] = () => ({ discardImport: true });
  server.answers["ApplyImport"] = () => {
    throw new Problem("not_found", "There is no such import.");
  };
  shown = { ...preview, losesMuch: false };
  const { user } = open(server, <Page />);
  await user.click(await screen.findByRole("button", { name: /^Apply/u }));
  expect(
    await screen.findByText(/^There is no such import\. It was replaced by another one/u),
  ).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Discard" }));
  await waitFor(() => expect(push).toHaveBeenCalledWith("/e/small/manage?tab=agenda"));
  expect(server.asked.find(({ name }) => name === "DiscardImport")?.variables).toEqual({ id: "i1" });
});
