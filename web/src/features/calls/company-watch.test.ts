import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createStore } from "@/lib/store";

import type { CallSignalling } from "./call-signalling";
import { aloneFor, CompanyWatch } from "./company-watch";
import type { Seats } from "./seats";

type Watched = ConstructorParameters<typeof CompanyWatch>[0];
type Told = ReturnType<CallSignalling["call"]["get"]>;

let seats: ReturnType<typeof createStore<Seats>>;
let call: ReturnType<typeof createStore<Told>>;
let abandoned: number;
let watch: CompanyWatch;

const sit = (...people: string[]) =>
  seats.set(new Map(["me", ...people].map((user) => [`p-${user}`, user] as const)));
const ring = (state: "ringing" | "answered" | "missed") =>
  call.set({ rings: [{ state }] } as unknown as Told);

beforeEach(() => {
  vi.useFakeTimers();
  seats = createStore<Seats>(new Map());
  call = createStore<Told>(null);
  abandoned = 0;
  const watched: Watched = { self: "p-me", seats, call };
  watch = new CompanyWatch(watched, () => (abandoned += 1));
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

describe("who comes and goes", () => {
  it("waits for the first one without an end: the ring has its own", () => {
    sit();
    vi.advanceTimersByTime(10 * aloneFor);
    expect([watch.alone.get(), watch.metAt, abandoned]).toEqual([null, null, 0]);
  });

  it("says who left last, and ends after a while", () => {
    sit("ada", "ben");
    sit("ada");
    expect(watch.alone.get()).toBeNull();
    sit();
    expect(watch.alone.get()?.left).toEqual(["ada"]);
    expect([...watch.seen.get()]).toEqual(["ada", "ben"]);
    vi.advanceTimersByTime(aloneFor - 1);
    expect(abandoned).toBe(0);
    vi.advanceTimersByTime(1);
    expect(abandoned).toBe(1);
  });

  it("forgets it when somebody comes back, or is rung", () => {
    sit("ada");
    sit();
    vi.advanceTimersByTime(aloneFor / 2);
    sit("ada");
    expect(watch.alone.get()).toBeNull();
    sit();
    ring("ringing");
    expect(watch.alone.get()).toBeNull();
    vi.advanceTimersByTime(2 * aloneFor);
    expect(abandoned).toBe(0);
    ring("missed");
    expect(watch.alone.get()?.left).toEqual(["ada"]);
    vi.advanceTimersByTime(aloneFor);
    expect(abandoned).toBe(1);
  });

  it("ends nothing for who chose to stay, nor after its stop", () => {
    sit("ada");
    sit();
    watch.stay();
    expect(watch.alone.get()).toEqual({ left: ["ada"], until: null });
    vi.advanceTimersByTime(10 * aloneFor);
    sit("ada");
    sit();
    watch.stop();
    vi.advanceTimersByTime(10 * aloneFor);
    expect(abandoned).toBe(0);
  });

  it("says who left while its page was loaded anew, and not of who never came", () => {
    watch.stop();
    watch = new CompanyWatch({ self: "p-me", seats, call }, () => (abandoned += 1), true);
    const rings = [{ personId: "ben", state: "ringing" }];
    call.set({ callerId: "me", rings } as unknown as Told);
    sit();
    expect(watch.alone.get()).toBeNull();
    call.set({ callerId: "me", rings: [{ ...rings[0], state: "missed" }] } as unknown as Told);
    expect(watch.alone.get()).toBeNull();

    // Told of the call before one has a seat oneself: nothing is known yet.
    seats.set(new Map());
    call.set({ callerId: "ada", rings: [{ personId: "me", state: "answered" }] } as unknown as Told);
    expect(watch.alone.get()).toBeNull();
    sit();
    expect([watch.alone.get()?.left, [...watch.seen.get()]]).toEqual([["ada"], ["ada"]]);
    vi.advanceTimersByTime(aloneFor);
    expect(abandoned).toBe(1);
  });
});
