import { describe, expect, it } from "vitest";

import type { LiveSession } from "./live-agenda";
import type { LiveState } from "./live-state";
import {
  dayLine,
  nextForMe,
  nextHere,
  onNow,
  phaseOf,
  placeLine,
  progressOf,
  strippedSession,
  upNext,
} from "./now";
import { findSessions, findStages, fit, inRoom, wordsOf } from "./search";

const at = (time: string) => `2026-11-21T${time}:00Z`;
const ms = (time: string) => Date.parse(at(time));

const make = (id: string, stageId: string, from: string, to: string, title = id): LiveSession => ({
  id,
  stageId,
  trackId: "t",
  title,
  subtitle: "",
  kind: "",
  day: null,
  startsAt: at(from),
  endsAt: at(to),
  speakerIds: ["s"],
});
const sessions = [
  make("main", "aula", "14:00", "14:50", "The queue is the product"),
  make("side", "d2", "14:10", "14:40", "Vacuum without fear"),
  make("soon", "d2", "14:45", "15:30", "CRDTs that forget"),
  make("later", "aula", "15:00", "15:50", "Rust in the small"),
];
const byId = <T extends { id: string }>(items: T[]) => new Map(items.map((item) => [item.id, item]));

function stateWith(stars: string[], event: Partial<LiveState["event"]> = {}): LiveState {
  return {
    event: {
      status: "published",
      startsAt: at("08:00"),
      endsAt: "2026-11-22T17:00:00Z",
      timeZone: "Europe/Brussels",
      ...event,
    } as LiveState["event"],
    staff: new Map(),
    membership: null,
    nowCount: 0,
    stars: new Set(stars),
    waitingStars: new Set(),
    summary: { version: 1, stages: 2, tracks: 1, speakers: 1, sessions: 4, days: [] },
    missing: new Set(),
    soughtSessions: new Set(),
    trouble: null,
    agenda: {
      base: 1,
      published: 1,
      version: 1,
      stages: byId([
        { id: "aula", name: "Aula", position: 0 },
        { id: "d2", name: "D2", position: 1 },
      ]),
      tracks: byId([{ id: "t", name: "Databases", hue: 20, position: 0 }]),
      speakers: byId([{ id: "s", name: "Inês Carvalho", userId: null }]),
      sessions: byId(sessions),
      touched: new Map(),
    },
  };
}
const ids = (found: readonly LiveSession[]) => found.map((one) => one.id);

describe("now and next", () => {
  it("shows what runs as the stages stand, a starred one first", () => {
    expect(ids(onNow(stateWith([]), ms("14:20")))).toEqual(["main", "side"]);
    expect(ids(onNow(stateWith(["side"]), ms("14:20")))).toEqual(["side", "main"]);
  });

  it("begins with the minute and ends with it", () => {
    expect(ids(onNow(stateWith([]), ms("14:50")))).toEqual(["soon"]);
    expect(ids(onNow(stateWith([]), ms("13:59")))).toEqual([]);
  });

  it("shows what comes within three hours, and mine as my next", () => {
    expect(ids(upNext(stateWith([]), ms("14:20")))).toEqual(["soon", "later"]);
    expect(nextForMe(stateWith(["later"]), ms("14:20"))?.id).toBe("later");
    expect(nextForMe(stateWith([]), ms("14:20"))?.id).toBe("soon");
    expect(nextForMe(stateWith([]), ms("10:00"))).toBeNull();
  });

  it("strips a starred session within half an hour, until one says to stay", () => {
    const state = stateWith(["soon"]);
    expect(strippedSession(state, ms("14:20"), new Set())?.id).toBe("soon");
    expect(strippedSession(state, ms("14:20"), new Set(["soon"]))).toBeNull();
    expect(strippedSession(state, ms("14:10"), new Set())).toBeNull();
    expect(strippedSession(stateWith([]), ms("14:20"), new Set())).toBeNull();
  });

  it("knows what follows in the same room, how far a session is, and where", () => {
    const [main] = sessions;
    if (!main) throw new Error("no session");
    expect(nextHere(stateWith([]), main)?.id).toBe("later");
    expect(progressOf(main, ms("14:25"))).toBe(0.5);
    expect(progressOf(main, ms("16:00"))).toBe(1);
    expect(placeLine(stateWith([]), main)).toBe("Databases, Aula");
  });
});

describe("an event's phase and day", () => {
  it("goes from before to live to over, unless cancelled", () => {
    const state = stateWith([]);
    expect(phaseOf(state, ms("07:59"))).toBe("before");
    expect(phaseOf(state, ms("08:00"))).toBe("live");
    expect(phaseOf(state, Date.parse("2026-11-22T17:00:00Z"))).toBe("over");
    expect(phaseOf(stateWith([], { status: "cancelled" }), ms("09:00"))).toBe("cancelled");
  });

  it("counts days in the zone that is shown", () => {
    expect(dayLine(stateWith([]), ms("12:00"), "UTC")).toBe("Day 1 of 2");
    expect(dayLine(stateWith([]), Date.parse("2026-11-22T09:00:00Z"), "UTC")).toBe("Day 2 of 2");
    // Where it is another day, it is another of its days.
    expect(dayLine(stateWith([]), Date.parse("2026-11-22T09:00:00Z"), "Pacific/Pago_Pago")).toBe(
      "Day 2 of 3",
    );
    expect(dayLine(stateWith([]), null, "UTC")).toBe("Sat 21 Nov to Sun 22 Nov");
    expect(dayLine(stateWith([], { endsAt: at("18:00") }), ms("12:00"), "UTC")).toBe("Saturday 21 November");
  });
});

describe("searching in the venue", () => {
  it("finds by words in any order, without accents and case", () => {
    expect(fit("Inês Carvalho", wordsOf("carv INES"))).toBeGreaterThan(0);
    expect(fit("Inês Carvalho", wordsOf("carv otto"))).toBe(0);
  });

  it("finds sessions by title, speaker or room, and puts what is over last", () => {
    expect(ids(findSessions(stateWith([]), "crdt", ms("14:00"), 5))).toEqual(["soon"]);
    expect(ids(findSessions(stateWith([]), "ines d2", ms("14:00"), 5))).toEqual(["side", "soon"]);
    expect(ids(findSessions(stateWith([]), "ines", ms("14:55"), 9)).slice(-2)).toEqual(["main", "side"]);
    expect(findSessions(stateWith([]), "  ", ms("14:00"), 5)).toEqual([]);
  });

  it("finds rooms and what is on there", () => {
    expect(findStages(stateWith([]), "aul", 4).map((stage) => stage.id)).toEqual(["aula"]);
    expect(inRoom(stateWith([]), "aula", ms("14:55"))?.id).toBe("later");
    expect(inRoom(stateWith([]), "aula", ms("16:00"))).toBeNull();
  });
});
