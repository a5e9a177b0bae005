import { describe, expect, it } from "vitest";

import {
  companyOf,
  gaveUp,
  newest,
  placesOf,
  ringerOf,
  room,
  type CallPerson,
  type CallRing,
} from "./company";

const person = (id: string): CallPerson => ({ id, name: id, headline: "" });
const ring = (personId: string, state: CallRing["state"], nth = 1, callerId = "ada"): CallRing => ({
  personId,
  callerId,
  nth,
  state,
});
const people = ["ada", "ben", "cat", "dan", "eve"].map(person);
const [ada, ben, cat] = people as [CallPerson, CallPerson, CallPerson];
const ids = (some: readonly CallPerson[]) => some.map(({ id }) => id).join(" ");

describe("who is in a call", () => {
  it("is told by the newest state, in whatever order they arrive", () => {
    const states = [3, 1, 2].map((revision) => ({ revision }));
    expect(states.reduce((one, other) => newest(one, other)).revision).toBe(3);
    expect(newest({ revision: 2 }, null).revision).toBe(2);
  });

  it("names those who came or may still come", () => {
    const call = {
      caller: ada,
      invited: [ben, cat],
      rings: [ring("ben", "answered"), ring("cat", "missed")],
    };
    expect(ids(companyOf(call, "ada"))).toBe("ben");
    expect(ids(companyOf(call, "ben"))).toBe("ada");
    expect(ids(companyOf({ ...call, rings: [ring("ben", "declined"), ring("cat", "missed")] }, "ada"))).toBe(
      "ben cat",
    );
    expect(ids(companyOf({ ...call, invited: [ada, ben] }, "ben"))).toBe("ada");
  });

  it("says who rings, who need not be who began", () => {
    const call = {
      caller: ada,
      invited: [ben, cat],
      rings: [ring("ben", "answered"), ring("cat", "ringing", 1, "ben")],
    };
    expect(ringerOf(call, "cat").id).toBe("ben");
    expect(ringerOf(call, "ben").id).toBe("ada");
    expect(ringerOf({ ...call, rings: [ring("cat", "ringing", 1, "who left Hallway")] }, "cat").id).toBe(
      "ada",
    );
  });
});

describe("places", () => {
  const shown = (present: string[], ...rings: CallRing[]) =>
    ids(placesOf(people.slice(0, 1 + rings.length), "ada", new Set(present), rings));

  it("are there while it rings, so that nothing moves when they come", () => {
    const before = shown(["ada", "ben"], ring("ben", "answered"), ring("cat", "ringing"));
    expect(before).toBe("ada ben cat");
    expect(shown(["ada", "ben", "cat"], ring("ben", "answered"), ring("cat", "answered"))).toBe(before);
  });

  it("stay with who left, and go from who did not come", () => {
    expect(shown(["ada"], ring("ben", "answered"), ring("cat", "declined"))).toBe("ada ben");
    expect(shown(["ada", "ben"], ring("ben", "answered"), ring("cat", "missed"))).toBe("ada ben");
    expect(shown(["ada", "ben", "cat"], ring("ben", "answered"), ring("cat", "missed"))).toBe("ada ben cat");
    expect(shown(["ada"], ring("ben", "missed"))).toBe("ada ben"); // the call ends, and says so
  });

  it("are four: who left makes room for who is new", () => {
    const rings = ["ben", "cat", "dan"].map((id) => ring(id, "answered"));
    expect(shown(["ada", "cat", "dan"], ...rings, ring("eve", "ringing"))).toBe("ada cat dan eve");
    expect(shown(["ada", "ben", "cat"], ...rings)).toBe("ada ben cat dan");
  });

  it("are counted with those who ring", () => {
    expect(room(new Set(["ada", "ben"]), [ring("ben", "answered"), ring("cat", "ringing")])).toBe(1);
    expect(room(new Set(["ada", "ben"]), [ring("cat", "declined"), ring("dan", "missed")])).toBe(2);
    expect(room(new Set(["ada", "ben", "cat", "dan"]), [ring("eve", "ringing")])).toBe(0);
  });
});

describe("what is told", () => {
  it("is each ring that ended without an answer, once", () => {
    const before = [ring("ben", "answered"), ring("cat", "ringing"), ring("dan", "declined")];
    const after = [ring("ben", "answered"), ring("cat", "missed"), ring("dan", "declined")];
    expect(gaveUp(before, after).map(({ personId }) => personId)).toEqual(["cat"]);
    expect(gaveUp(after, after)).toEqual([]);
    expect(gaveUp(before, [ring("dan", "declined", 2)])).toHaveLength(1);
    expect(gaveUp([], after)).toEqual([]); // what was before this page came
  });
});
