import { describe, expect, it } from "vitest";

import type { AgendaPush } from "@/gen/sockets";
import { dice, type Dice } from "@/test/dice";

import {
  liveStateOf,
  mergeLive,
  mergeWatched,
  withStar,
  type LiveAnswer,
  type LivePush,
  type LiveState,
} from "./live-state";

const eventId = "e1";
const at = (hour: number) => `2026-11-21T${String(hour).padStart(2, "0")}:00:00Z`;

const session = (id: string, hour: number, title = id) => ({
  id,
  eventId,
  stageId: "r1",
  trackId: null,
  title,
  subtitle: "",
  abstract: "",
  languages: [],
  kind: "",
  url: "",
  videoUrl: "",
  links: [],
  attachments: [],
  doNotRecord: false,
  day: null,
  startsAt: at(hour),
  endsAt: at(hour + 1),
  speakerIds: [],
});

const answer: LiveAnswer = {
  id: eventId,
  slug: "polder",
  name: "Polder",
  kind: "conference",
  tagline: "",
  description: "",
  status: "published",
  visibility: "public",
  startsAt: at(8),
  endsAt: at(18),
  timeZone: "Europe/Brussels",
  location: "",
  capacity: null,
  registeredCount: 3,
  codeOfConduct: "",
  credit: "",
  version: 4,
  takenDown: null,
  staff: [{ userId: "h", role: "owner" }],
  membership: { registered: true, roles: [] },
  stars: ["a"],
  nowNext: { eventId, now: ["a"], next: ["b"] },
  agenda: {
    version: 4,
    published: 1,
    stages: [{ id: "r1", name: "Aula", position: 0 }],
    tracks: [],
    speakers: [],
    sessions: [session("a", 9), session("b", 10), session("c", 11)],
  },
};
const state = liveStateOf(answer);

type Changes = { put?: ReturnType<typeof session>[]; removed?: string[] };
const agendaPush = (version: number, { put = [], removed = [] }: Changes): LivePush => {
  const push: AgendaPush = {
    eventId,
    version,
    published: version,
    stages: [{ id: "r1", name: `Aula ${version}`, position: 0 }],
    tracks: [],
    speakers: [],
    sessions: put,
    removed,
    reload: false,
  };
  return { name: "agenda.changed", push };
};
const eventPush = (version: number, registeredCount: number): LivePush => {
  const { membership: _m, stars: _s, nowNext: _n, agenda: _a, staff: _t, ...event } = answer;
  return { name: "event.changed", push: { event: { ...event, hostId: "h", version, registeredCount } } };
};
const merged = (known: LiveState, push: LivePush) =>
  mergeLive(known, push) ?? expect.unreachable("must be asked for");
const titles = (of = state) => Array.from(of.agenda.sessions.values(), (one) => one.title);

describe("an event that is kept live", () => {
  it("takes the newer event, and a new count of the same version", () => {
    expect(mergeLive(state, eventPush(3, 99))).toBe(state);
    expect(merged(state, eventPush(4, 5)).event.registeredCount).toBe(5);
    expect(merged(state, eventPush(5, 6)).event.version).toBe(5);
  });

  it("leaves alone what is of another event", () => {
    const other = { ...agendaPush(9, { removed: ["a"] }) };
    if (other.name !== "agenda.changed") throw new Error("not an agenda push");
    expect(mergeLive(state, { ...other, push: { ...other.push, eventId: "e2" } })).toBe(state);
    const nowNext = { eventId: "e2", now: [], next: [] };
    expect(mergeLive(state, { name: "event.now", push: { nowNext } })).toBe(state);
  });

  it("replaces what is on now", () => {
    const nowNext = { eventId, now: ["b"], next: [] };
    expect(merged(state, { name: "event.now", push: { nowNext } }).now).toEqual(["b"]);
  });

  it("adds, changes, moves and removes sessions, in order of time", () => {
    const after = merged(
      state,
      agendaPush(5, { put: [session("a", 12, "a moved"), session("d", 8, "d new")], removed: ["b"] }),
    );
    expect(titles(after)).toEqual(["d new", "c", "a moved"]);
  });

  it("ignores what the query knew already", () => {
    expect(mergeLive(state, agendaPush(4, { removed: ["a"] }))).toBe(state);
  });

  it("asks again after very many changes, once", () => {
    const push = agendaPush(5, {});
    if (push.name !== "agenda.changed") throw new Error("not an agenda push");
    const many: LivePush = { ...push, push: { ...push.push, reload: true } };
    expect(mergeLive(state, many)).toBeNull();
    const asked = { ...state, agenda: { ...state.agenda, base: 5 } };
    expect(mergeLive(asked, many)).toBe(asked);
  });

  it("stars and unstars, from any device", () => {
    const push = { eventId, sessionId: "b", starred: true };
    const starred = merged(state, { name: "agenda.starred", push });
    expect(starred.stars).toEqual(new Set(["a", "b"]));
    expect(mergeLive(starred, { name: "agenda.starred", push })).toBe(starred);
    expect(withStar(starred, "b", false).stars).toEqual(new Set(["a"]));
  });

  it("ends as the server's, in whatever order pushes come and however often", () => {
    const random = dice(7);
    const { below, chance } = random;
    for (let round = 0; round < 200; round++) {
      const log = history(random);
      const inOrder = log.reduce(merged, state);
      const doubled = [...log, ...log.filter(() => chance(0.4))].sort(() => below(3) - 1);
      const shuffled = doubled.reduce(merged, state);
      expect(titles(shuffled)).toEqual(titles(inOrder));
      expect(shuffled.agenda.stages).toEqual(inOrder.agenda.stages);
      expect(shuffled.event.version).toBe(inOrder.event.version);
    }
  });
});

function history({ below, chance }: Dice): LivePush[] {
  const ids = ["a", "b", "c", "d", "e"];
  return Array.from({ length: 8 }, (_, i) => {
    const version = 5 + i;
    const picked = ids[below(ids.length)] ?? "a";
    const hour = 8 + below(8);
    if (chance(0.2)) return eventPush(version, version);
    if (chance(0.4)) return agendaPush(version, { removed: [picked] });
    return agendaPush(version, { put: [session(picked, hour, `${picked} ${version}`)] });
  });
}

describe("what watching an event says of it", () => {
  const { staff: _staff, membership: _membership, stars: _stars, nowNext, agenda: _agenda, ...rest } = answer;
  const event = { ...rest, hostId: "h" };

  it("is merged as pushes are, and is as new as they are", () => {
    const watched = {
      event: { ...event, registeredCount: 4 },
      nowNext: { ...nowNext, now: ["b"], next: [] },
    };
    const state = mergeWatched(liveStateOf(answer), watched);
    expect([state?.event.registeredCount, state?.now, state?.next]).toEqual([4, ["b"], []]);
  });

  it("asks for the event again when its agenda has changed since", () => {
    expect(mergeWatched(liveStateOf(answer), { event: { ...event, version: 5 }, nowNext })).toBeNull();
  });
});

describe("who is of the team", () => {
  const told = (event: string): LivePush => ({
    name: "event.staff",
    push: { eventId: event, staff: [{ userId: "m", role: "moderator" }] },
  });

  it("is what the server says, and what it says next", () => {
    expect(state.staff).toEqual(new Map([["h", "owner"]]));
    expect(mergeLive(state, told(eventId))?.staff).toEqual(new Map([["m", "moderator"]]));
  });

  it("is not what is said of another event", () => {
    expect(mergeLive(state, told("other"))).toBe(state);
  });

  it("is nobody on the public page, which does not ask", () => {
    const { staff: _staff, ...anonymous } = answer;
    expect(liveStateOf(anonymous).staff.size).toBe(0);
  });
});
