import { describe, expect, it } from "vitest";

import type { LiveEvent } from "@/features/live-event";

import { absorb, conflicting, editingOf, savedAs, typed } from "./editing";

const event: LiveEvent = {
  id: "e",
  slug: "small",
  name: "Small Conf",
  kind: "conference",
  tagline: "",
  description: "",
  status: "published",
  visibility: "public",
  startsAt: "2026-11-28T08:00:00Z",
  endsAt: "2026-11-28T16:30:00Z",
  timeZone: "Europe/Berlin",
  location: "Delft",
  capacity: null,
  registeredCount: 0,
  codeOfConduct: "",
  credit: "",
  version: 3,
};
const mine = typed(editingOf(event), { ...editingOf(event).form, name: "My name" });

describe("an event being edited", () => {
  it("takes others' changes in and keeps one's own", () => {
    const after = absorb(mine, { ...event, version: 4, location: "Leiden" });
    expect(after).toMatchObject({ version: 4, clashes: [], merged: true });
    expect([after.form.name, after.form.location]).toEqual(["My name", "Leiden"]);
  });

  it("names a clash until it is settled, also over further versions", () => {
    const clashed = absorb(mine, { ...event, version: 4, name: "Their name" });
    expect([clashed.clashes, clashed.form.name, clashed.base.name]).toEqual([
      ["name"],
      "My name",
      "Their name",
    ]);
    expect(absorb(clashed, { ...event, version: 5, name: "Their name", tagline: "x" }).clashes).toEqual([
      "name",
    ]);
    expect(typed(clashed, { ...clashed.form, name: "Their name" }).clashes).toEqual([]);
  });

  it("says nothing when only the programme changed, or while nothing is typed here", () => {
    expect(absorb(mine, { ...event, version: 9 })).toMatchObject({ version: 9, merged: false, clashes: [] });
    expect(absorb(editingOf(event), { ...event, version: 4, name: "New" })).toMatchObject({ merged: false });
  });

  it("ignores what is old, twice, or of another event", () => {
    expect(absorb(mine, { ...event, version: 2, name: "Old" })).toBe(mine);
    expect(absorb(mine, event)).toBe(mine);
    expect(savedAs(mine, { ...event, version: 4, name: "My name" }).form.name).toBe("My name");
    expect(conflicting({ current: { id: "other", version: 8 } }, event)).toBeNull();
    expect(conflicting({}, event)).toBeNull();
    expect(conflicting({ current: { id: "e", version: 8, name: "N" } }, event)).toMatchObject({
      version: 8,
      name: "N",
    });
  });
});
