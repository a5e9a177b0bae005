import { describe, expect, it } from "vitest";

import type { AgendaPush } from "@/gen/sockets";
import { dice, type Dice } from "@/test/dice";

import {
  isInAgenda,
  isWhole,
  lacksShown,
  liveStateOf,
  mergeLive,
  mergeWatched,
  withDays,
  withSought,
  withStar,
  type LiveAnswer,
  type LivePush,
  type LiveState,
  type MyAnswer,
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
  nowNext: { now: ["a"] },
  agenda: {
    version: 4,
    published: 1,
    stages: [{ id: "r1", name: "Aula", position: 0 }],
    tracks: [],
    speakers: [],
    sessions: [session("a", 9), session("b", 10), session("c", 11)],
  },
  summary: { version: 4, stages: 1, tracks: 0, speakers: 0, sessions: 3, days: [] },
};
const nothing = { version: 4, published: 1, stages: [], tracks: [], speakers: [], sessions: [] };
const mine: MyAnswer = {
  staff: [{ userId: "h", role: "owner" }],
  membership: { registered: true, roles: [] },
  stars: ["a"],
  agenda: nothing,
};
const state = liveStateOf(answer, mine);

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
  const { nowNext: _n, agenda: _a, summary: _s, ...event } = answer;
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
    const nowNext = { eventId, now: ["b", "c"], next: [] };
    expect(merged(state, { name: "event.now", push: { nowNext } }).nowCount).toBe(2);
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
  const { nowNext: _nowNext, agenda: _agenda, summary: _summary, ...rest } = answer;
  const event = { ...rest, hostId: "h" };

  it("is merged as pushes are, and is as new as they are", () => {
    const watched = {
      event: { ...event, registeredCount: 4 },
      nowNext: { eventId, now: ["b", "c"], next: [] },
    };
    const after = mergeWatched(state, watched);
    expect([after?.event.registeredCount, after?.nowCount]).toEqual([4, 2]);
  });

  it("asks for the event again when its agenda has changed since", () => {
    expect(
      mergeWatched(state, { event: { ...event, version: 5 }, nowNext: { eventId, now: [], next: [] } }),
    ).toBeNull();
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

  it("is nobody for who is not signed in, and is not asked", () => {
    expect(liveStateOf(answer, null).staff.size).toBe(0);
  });
});

describe("an agenda of which a part is here", () => {
  const days = [
    { day: "2026-11-21", sessions: 3, startsAt: at(9), endsAt: at(12) },
    { day: "2026-11-22", sessions: 1, startsAt: at(33 - 24), endsAt: at(12) },
  ];
  const summary = { ...answer.summary, sessions: 4, days };
  const part = (version: number, ...sessions: ReturnType<typeof session>[]) => ({
    ...answer.agenda,
    version,
    sessions,
  });
  const partly = liveStateOf({ ...answer, summary, agenda: part(4, session("b", 10)) }, mine);
  const first = ["2026-11-21"];
  const whole = (of: LiveState) =>
    withDays(
      withDays(of, first, part(4, session("a", 9), session("b", 10), session("c", 11))),
      ["2026-11-22"],
      part(4, session("d", 12)),
    );

  it("says which days are missing until they are here, in whatever order they come", () => {
    expect(partly.missing).toEqual(new Set(["2026-11-21", "2026-11-22"]));
    const some = withDays(partly, ["2026-11-22"], part(4, session("d", 12)));
    expect(some.missing).toEqual(new Set(first));
    expect(titles(whole(partly))).toEqual(["a", "b", "c", "d"]);
    expect(isWhole(whole(partly))).toBe(true);
  });

  it("is whole at once where it is short", () => expect(isWhole(state)).toBe(true));

  it("has what is mine, too", () => {
    const known = liveStateOf(
      { ...answer, summary, agenda: part(4) },
      { ...mine, agenda: part(4, session("a", 9)) },
    );
    expect(titles(known)).toEqual(["a"]);
  });

  it("takes no part from before what is known, and what pushes told is newer than a part", () => {
    expect(withDays(partly, first, part(3, session("x", 9)))).toBe(partly);
    const pushed = merged(partly, agendaPush(5, { put: [session("a", 9, "a pushed")], removed: ["c"] }));
    const after = withDays(pushed, first, part(4, session("a", 9), session("b", 10), session("c", 11)));
    expect(titles(after)).toEqual(["a pushed", "b"]);
    expect(after.agenda.stages.get("r1")?.name).toBe("Aula 5");
  });

  it("takes a later part, and the push that told of it changes nothing more", () => {
    const later = withDays(partly, first, part(5, session("a", 9, "a 5"), session("b", 10)));
    expect(titles(merged(later, agendaPush(5, { put: [session("a", 9, "a 5")] })))).toEqual(["a 5", "b"]);
    expect(titles(merged(later, agendaPush(4, { put: [session("a", 9, "a 4")] })))).toEqual(["a 5", "b"]);
  });

  it("stays when it is asked again and has not changed, and goes when it has", () => {
    const again = { ...answer, summary, agenda: part(4, session("c", 11)) };
    expect(titles(liveStateOf(again, mine, whole(partly)))).toEqual(["a", "b", "c", "d"]);
    const changed = liveStateOf({ ...again, agenda: part(5, session("c", 11)) }, mine, whole(partly));
    expect(titles(changed)).toEqual(["c"]);
    expect(changed.missing.size).toBe(2);
  });

  it("ends as the server's, in whatever order parts and pushes come", () => {
    const random = dice(11);
    for (let round = 0; round < 100; round++) {
      const log = history(random);
      const expected = log.reduce(merged, whole(partly));
      const steps = [
        (of: LiveState) => withDays(of, first, part(4, session("a", 9), session("b", 10), session("c", 11))),
        (of: LiveState) => withDays(of, ["2026-11-22"], part(4, session("d", 12))),
        ...log.map((push) => (of: LiveState) => merged(of, push)),
      ].sort(() => random.below(3) - 1);
      const after = steps.reduce((of, step) => step(of), partly);
      expect(titles(after)).toEqual(titles(expected));
      expect(isWhole(after)).toBe(true);
    }
  });

  it("knows of a session once it was asked for", () => {
    expect(isInAgenda(partly, "b")).toBe(true);
    expect(isInAgenda(partly, "d")).toBeNull();
    expect(isInAgenda(withSought(partly, "d", part(4, session("d", 12))), "d")).toBe(true);
    expect(isInAgenda(withSought(partly, "x", part(4)), "x")).toBe(false);
    expect(isInAgenda(whole(partly), "x")).toBe(false);
  });

  it("asks again for what pages would show and have not", () => {
    const on = (now: string[], next: string[]): LivePush => ({
      name: "event.now",
      push: { nowNext: { eventId, now, next } },
    });
    expect(lacksShown(partly, on(["b"], []))).toBe(false);
    expect(lacksShown(partly, on(["b"], ["c"]))).toBe(true);
    expect(lacksShown(whole(partly), on(["b"], ["c"]))).toBe(false);
    const push = { eventId, sessionId: "c", starred: true };
    expect(lacksShown(partly, { name: "agenda.starred", push })).toBe(true);
    expect(lacksShown(partly, agendaPush(5, {}))).toBe(true);
    expect(lacksShown(partly, agendaPush(4, {}))).toBe(false);
  });
});
