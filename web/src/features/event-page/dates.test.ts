import { expect, it } from "vitest";

import { dates } from "./dates";

const brussels = "Europe/Brussels";

it("says days and hours once for a conference of two days", () => {
  expect(dates("2026-11-21T08:30:00Z", "2026-11-22T16:30:00Z", brussels, brussels)).toBe(
    "Sat 21 to Sun 22 Nov, 09:30 to 17:30",
  );
  expect(dates("2026-10-31T08:30:00Z", "2026-11-01T16:30:00Z", brussels, brussels)).toBe(
    "Sat 31 Oct to Sun 1 Nov, 09:30 to 17:30",
  );
});

it("keeps the two days for somebody for whom it closes after midnight", () => {
  expect(dates("2026-11-22T15:30:00Z", "2026-11-24T00:15:00Z", "Europe/Lisbon", "America/Chicago")).toBe(
    "Sun 22 to Mon 23 Nov, 15:30 to 00:15",
  );
});

it("is one day for one day, and a span for a hackathon through the nights", () => {
  expect(dates("2026-11-21T18:00:00Z", "2026-11-21T20:00:00Z", brussels, brussels)).toBe(
    "Saturday 21 November, 19:00 to 21:00",
  );
  expect(dates("2026-12-12T18:00:00Z", "2026-12-14T15:00:00Z", brussels, brussels)).toBe(
    "Sat 12 Dec, 19:00 to Mon 14 Dec, 16:00",
  );
});
