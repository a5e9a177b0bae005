import { describe, expect, it } from "vitest";

import {
  choicesOf,
  isAsked,
  likelyOf,
  minutesOf,
  outcomeOf,
  shiftOf,
  startMoved,
  whenOf,
  type Move,
  type Question,
  type When,
} from "./programme";

const before: When = {
  startsAt: "2026-11-28T08:00:00.000Z",
  endsAt: "2026-11-29T17:00:00.000Z",
  timeZone: "Europe/Brussels",
};
const talk = (startsAt: string) => ({ id: startsAt, title: "Opening", startsAt, endsAt: startsAt });
const sessions = [talk("2026-11-28T09:00:00Z"), talk("2026-11-29T16:30:00Z")];
/** The event as the form has it afterwards, on its own clock. */
function question(
  form: { startsAt?: string; endsAt?: string; timeZone?: string },
  about: Partial<Question> = {},
): Question {
  const was = about.before ?? before;
  const filled = {
    startsAt: "2026-11-28T09:00",
    endsAt: "2026-11-29T18:00",
    timeZone: was.timeZone,
    ...form,
  };
  const after = whenOf(filled, was);
  if (!after) throw new Error("no times");
  return { before: was, after, sessions, ...about };
}
const lisbon = question({ timeZone: "Europe/Lisbon" });
const nextWeek = question({ startsAt: "2026-12-05T09:00", endsAt: "2026-12-06T18:00" });
const half = question({ startsAt: "2026-11-28T08:30" });
const move = (how: Move["how"], minutes = 0): Move => ({ how, minutes });

describe("what becomes of the programme", () => {
  it("is asked where choices come to different times", () => {
    expect([lisbon, nextWeek, half].map(isAsked)).toEqual([true, true, true]);
    expect(isAsked(question({}))).toBe(false);
    expect(isAsked(question({ endsAt: "2026-11-30T18:00" }))).toBe(false);
    expect(isAsked(question({ timeZone: "Europe/Paris" }))).toBe(false);
    expect(isAsked({ ...lisbon, sessions: [] })).toBe(false);
  });

  it("begins with what people most likely mean", () => {
    expect([lisbon, nextWeek, half].map(likelyOf)).toEqual(["keepClock", "shift", "keepMoments"]);
    expect([lisbon, nextWeek, half].map(startMoved)).toEqual([0, 7 * 1_440, -30]);
    expect(likelyOf(question({ timeZone: "Europe/Lisbon", startsAt: "2026-12-05T09:00" }))).toBe("shift");
    expect(choicesOf(lisbon)).toContain("keepClock");
    expect(choicesOf(nextWeek)).toEqual(["keepMoments", "shift"]);
  });

  it.each([
    [lisbon, move("keepClock"), "2026-11-28T10:00:00.000Z", 0],
    [lisbon, move("keepMoments"), "2026-11-28T09:00:00.000Z", 0],
    [nextWeek, move("shift", 7 * 1_440), "2026-12-05T09:00:00.000Z", 0],
    [nextWeek, move("keepMoments"), "2026-11-28T09:00:00.000Z", 2],
    [nextWeek, move("shift", 6 * 1_440 - 30), "2026-12-04T08:30:00.000Z", 1],
    [question({ timeZone: "Europe/Lisbon" }), move("shift", 60), "2026-11-28T11:00:00.000Z", 1],
  ])("%#", (asked, choice, first, outside) => {
    expect(outcomeOf(asked, choice)).toEqual({ first, outside, far: 0, skipped: 0 });
  });

  it("keeps the time of day over a change of clocks, and says which times clocks skip", () => {
    const spring = { startsAt: "2027-03-21T08:00:00.000Z", endsAt: "2027-03-21T17:00:00.000Z" };
    const about = {
      before: { ...before, ...spring },
      sessions: [talk("2027-03-21T01:30:00Z"), talk("2027-03-21T09:00:00Z")],
    };
    const asked = question({ startsAt: "2027-03-28T09:00", endsAt: "2027-03-28T18:00" }, about);
    const outcome = outcomeOf(asked, move("shift", 7 * 1_440));
    expect([outcome.first, outcome.skipped]).toEqual(["2027-03-28T01:30:00.000Z", 1]);
    const [, opening] = about.sessions;
    expect(outcomeOf({ ...asked, sessions: opening ? [opening] : [] }, move("shift", 7 * 1_440)).first).toBe(
      "2027-03-28T08:00:00.000Z",
    );
  });

  it("counts those who would be left behind", () => {
    const later = question({ startsAt: "2027-01-28T09:00", endsAt: "2027-01-29T18:00" });
    expect(outcomeOf(later, move("keepMoments"))).toMatchObject({ far: 2, outside: 2 });
    expect(outcomeOf(later, move("shift", startMoved(later)))).toMatchObject({ far: 0, outside: 0 });
  });

  it("reads a span as it is typed, and writes it", () => {
    for (const minutes of [0, 30, 1_440, 10_085, -10_085, -59])
      expect(minutesOf(shiftOf(minutes))).toBe(minutes);
    const typed = (days: string, clock: string) => minutesOf({ direction: "later", days, clock });
    expect([typed("", "1:30"), typed("2", ""), typed(" 1 ", "01:05")]).toEqual([90, 2_880, 1_505]);
    for (const [days, clock] of [
      ["1.5", "0:00"],
      ["-1", "0:00"],
      ["99999", "0:00"],
      ["1", "24:00"],
      ["1", "1:60"],
      ["1", "90"],
    ] as const)
      expect(typed(days, clock)).toBeNull();
  });
});
