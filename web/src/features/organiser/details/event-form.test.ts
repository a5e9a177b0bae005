import { describe, expect, it } from "vitest";

import type { LiveEvent } from "@/features/live-event";
import { limits } from "@/gen/limits";

import { conflicting, errorsOf, formOf, inputOf, newForm, withStart } from "./event-form";

const event: LiveEvent = {
  id: "e",
  slug: "small",
  name: "Small Conf",
  kind: "conference",
  tagline: "",
  description: "One\n\nTwo",
  status: "draft",
  visibility: "public",
  startsAt: "2026-11-28T08:00:00Z",
  endsAt: "2026-11-28T16:30:00Z",
  timeZone: "Europe/Berlin",
  location: "Delft",
  capacity: 40,
  registeredCount: 0,
  codeOfConduct: "",
  credit: "",
  version: 3,
  takenDown: null,
};
const form = formOf(event);

describe("the form of an event", () => {
  it("shows the event's own clock and sends the same instants", () => {
    expect([form.startsAt, form.endsAt, form.capacity]).toEqual([
      "2026-11-28T09:00",
      "2026-11-28T17:30",
      "40",
    ]);
    const input = inputOf(form);
    expect(Date.parse(input.startsAt)).toBe(Date.parse(event.startsAt));
    expect(input.capacity).toBe(40);
    expect(inputOf({ ...form, capacity: " " }).capacity).toBeNull();
  });

  it("begins with something that only lacks a name", () => {
    expect(errorsOf(newForm(Date.parse("2026-11-22T20:00:00Z"), "Europe/Lisbon"))).toEqual({
      name: "organiser.nameMissing",
    });
  });

  it.each([
    [{ endsAt: "2026-11-28T09:00" }, { endsAt: "organiser.endsFirst" }],
    [{ endsAt: "2027-02-28T09:00" }, { endsAt: "organiser.tooManyDays" }],
    [{ startsAt: "" }, { startsAt: "organiser.timeMissing" }],
    [{ capacity: "0" }, { capacity: "organiser.capacityWrong" }],
    [{ capacity: "1e3" }, { capacity: "organiser.capacityWrong" }],
    [{ name: "x".repeat(limits.EventInput.name.max + 1) }, { name: "organiser.tooLong" }],
    [{ name: "🎈".repeat(limits.EventInput.name.max) }, {}],
  ])("%o is %o", (change, errors) => {
    expect(errorsOf({ ...form, ...change })).toEqual(errors);
  });

  it("moves the end along with a start that overtakes it", () => {
    expect(withStart(form, "2026-12-01T10:00").endsAt).toBe("2026-12-01T18:30");
    expect(withStart(form, "2026-11-28T10:00")).toEqual({ startsAt: "2026-11-28T10:00" });
  });

  it("reads the event of a conflict, and nothing of another", () => {
    expect(conflicting({ current: { id: "other", version: 8 } }, event)).toBeNull();
    expect(conflicting({}, event)).toBeNull();
    expect(conflicting({ current: { id: "e", version: 8, name: "N" } }, event)).toMatchObject({
      version: 8,
      name: "N",
    });
  });
});
