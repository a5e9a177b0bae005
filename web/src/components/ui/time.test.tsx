import { act, cleanup, render, screen } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { cityShown, EventZoneProvider, setWhoseClock } from "@/lib/whose-clock";

import { Time, WhenNote } from "./time";

const before = process.env.TZ;
let now = 0;
beforeEach(() => {
  vi.spyOn(performance, "now").mockImplementation(() => now);
  setWhoseClock("viewer");
});
afterEach(() => {
  cleanup();
  process.env.TZ = before;
  vi.restoreAllMocks();
});

/** The viewer is in this zone from now on, and it is known: it is looked at once a second. */
function travelTo(zone: string): void {
  process.env.TZ = zone;
  now += 1_001;
}

/** Brussels on Sunday at 01:30. */
const at = "2026-11-29T00:30:00Z";
const end = "2026-11-29T01:00:00Z";
const page = (
  <EventZoneProvider zone="Europe/Brussels">
    <Time at={at} end={end} format="long" />
    <p>
      <WhenNote moments={[at]} />
    </p>
  </EventZoneProvider>
);
const shown = () => [document.querySelector("time")?.textContent, screen.getByRole("paragraph").textContent];

describe("whose clock", () => {
  it.each([
    ["Europe/Brussels", "01:30 to 02:00, Sunday 29 November, Brussels time", "Sun 29 Nov · Brussels time"],
    ["America/New_York", "19:30 to 20:00, Saturday 28 November, New York time", "Sat 28 Nov · New York time"],
    ["Asia/Tokyo", "09:30 to 10:00, Sunday 29 November, Tokyo time", "Sun 29 Nov · Tokyo time"],
    [
      "Australia/Lord_Howe",
      "11:30 to 12:00, Sunday 29 November, Lord Howe time",
      "Sun 29 Nov · Lord Howe time",
    ],
    // The same clock as the event's: its city is enough.
    ["Europe/Paris", "01:30 to 02:00, Sunday 29 November, Brussels time", "Sun 29 Nov · Brussels time"],
  ])("seen from %s it is %s", (zone, time, note) => {
    travelTo(zone);
    render(page);
    expect(shown()).toEqual([time, note]);
  });

  it("is the event's everywhere once that is chosen, and kept in this browser", () => {
    travelTo("America/New_York");
    render(page);
    act(() => setWhoseClock("event"));
    expect(shown()).toEqual([
      "01:30 to 02:00, Sunday 29 November, Brussels time",
      "Sun 29 Nov · Brussels time",
    ]);
    expect(localStorage.getItem("hallway.clock")).toBe("event");
    act(() => setWhoseClock("viewer"));
    expect(localStorage.getItem("hallway.clock")).toBeNull();
    expect(shown()[1]).toBe("Sat 28 Nov · New York time");
  });

  it("is the event's on the server, whatever was chosen and wherever that stands", () => {
    travelTo("Asia/Tokyo");
    expect(renderToString(page)).toContain("01:30 to 02:00, Sunday 29 November, Brussels time");
  });

  it("names the viewer's city as soon as one moment differs", () => {
    const summer = Date.parse("2026-07-01T12:00:00Z");
    const winter = Date.parse("2026-07-20T12:00:00Z");
    const zones = { zone: "Africa/Johannesburg", own: "Europe/Brussels" };
    expect(cityShown(zones, [summer, winter])).toBe("Brussels");
    expect(cityShown(zones, [Date.parse("2026-10-20T12:00:00Z"), Date.parse("2026-10-26T12:00:00Z")])).toBe(
      "Johannesburg",
    );
  });
});
