import { describe, expect, it } from "vitest";

import { Handshake } from "./handshake";

function named(prefix: string): Handshake {
  let count = 0;
  return new Handshake(() => `${prefix}${++count}`);
}

describe("handshake", () => {
  it("confirms who repeats our incarnation, once", () => {
    const a = named("a");
    expect(a.receive("b1", null)).toEqual({ kind: "answer", own: "a1" });
    expect(a.other).toBeNull();
    expect(a.receive("b1", "a1")).toEqual({ kind: "confirmed", replaces: false });
    expect(a.receive("b1", "a1")).toEqual({ kind: "deliver" });
  });

  it("replaces the other's life after a reload, but not on a word left over from one before", () => {
    const a = named("a");
    a.receive("b1", "a1");
    expect(a.receive("b0", null)).toEqual({ kind: "answer", own: "a2" }); // a ghost: nobody answers this
    expect(a.receive("b1", "a1")).toEqual({ kind: "deliver" });
    expect(a.receive("b2", null)).toEqual({ kind: "answer", own: "a2" });
    expect(a.receive("b2", "a2")).toEqual({ kind: "confirmed", replaces: true });
    expect([a.own, a.other]).toEqual(["a2", "b2"]);
    expect(a.receive("b1", "a1")).toEqual({ kind: "ignore" });
    expect(a.receive("b2", "a1")).toEqual({ kind: "ignore" });
    expect(a.receive("b9", "a2")).toEqual({ kind: "ignore" });
  });

  it("meets again after both ends were made anew, in whatever order they hear of it", () => {
    const a = named("a");
    const b = named("b");
    a.receive(b.own, a.own);
    b.receive(a.own, b.own);
    b.receive("a9", null); // b has offered a successor to somebody, and then restarts
    b.restart();
    a.restart();
    expect(b.own).toBe("b2");
    expect(b.receive(a.own, null)).toEqual({ kind: "answer", own: "b2" });
    expect(a.receive("b2", a.own)).toEqual({ kind: "confirmed", replaces: false });
    expect(b.receive(a.own, "b2")).toEqual({ kind: "confirmed", replaces: false });
  });
});
