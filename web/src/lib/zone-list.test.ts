import { describe, expect, it } from "vitest";

import { zoneGroups } from "./zone-list";

const winter = "2026-12-01T12:00:00Z";
const all = (groups: ReturnType<typeof zoneGroups>) => groups.flatMap(({ zones }) => zones);

describe("the zones to choose from", () => {
  const groups = zoneGroups(["Europe/Lisbon"], winter);

  it("has places under the names of today, and none of the long-lost names", () => {
    const zones = all(groups).map(({ zone }) => zone);
    expect(zones).toEqual(expect.arrayContaining(["Europe/Kyiv", "Asia/Kolkata", "America/Nuuk", "UTC"]));
    for (const lost of ["Europe/Kiev", "Asia/Calcutta", "Asia/Saigon", "America/Buenos_Aires"])
      expect(zones).not.toContain(lost);
    expect(zones.filter((zone) => zone !== "UTC" && !/^[A-Z][a-z]+\/[A-Z]/u.test(zone))).toEqual([]);
    expect(new Set(zones).size).toBe(zones.length);
  });

  it("drops what an older browser lists besides", () => {
    const known = [
      "CET",
      "EST5EDT",
      "Etc/GMT-1",
      "Etc/UTC",
      "GMT0",
      "US/Pacific",
      "Europe/Rome",
      "SystemV/EST5",
    ];
    const zones = all(zoneGroups([], winter, known)).map(({ zone }) => zone);
    expect(zones).toEqual(["UTC", "Europe/Rome"]);
  });

  it("says the offset at the event's date, first the place, in order of places", () => {
    const label = (zone: string, at: string) =>
      all(zoneGroups([], at)).find((one) => one.zone === zone)?.label;
    expect(label("Europe/Lisbon", winter)).toBe("Lisbon, UTC+00:00");
    expect(label("Europe/Lisbon", "2026-07-01T12:00:00Z")).toBe("Lisbon, UTC+01:00");
    expect(label("Asia/Kolkata", winter)).toBe("Kolkata, UTC+05:30");
    expect(label("America/St_Johns", winter)).toBe("St Johns, UTC-03:30");
    const labels = groups.find(({ name }) => name === "Europe")?.zones.map((one) => one.label) ?? [];
    expect(labels).toEqual(labels.toSorted((a, b) => a.localeCompare(b, "en")));
    expect(labels.length).toBeGreaterThan(40);
  });

  it("keeps the event's own zone on top, also one this browser does not know", () => {
    const [top] = zoneGroups(["Moon/Sea_of_Rains", "Asia/Calcutta"], winter);
    expect(top?.zones.map(({ zone, label }) => [zone, label])).toEqual([
      ["Moon/Sea_of_Rains", "Sea of Rains"],
      ["Asia/Calcutta", "Kolkata, UTC+05:30"],
      ["UTC", "UTC"],
    ]);
  });
});
