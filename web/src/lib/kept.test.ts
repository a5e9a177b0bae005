import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { forgetKept, keep, keptOf } from "./kept";

/** What a browser keeps, by cache and address, in the order in which it came. */
let shelves: Map<string, Map<string, string>>;

beforeEach(() => {
  shelves = new Map();
  const shelf = (name: string) => {
    const known = shelves.get(name) ?? new Map<string, string>();
    shelves.set(name, known);
    return known;
  };
  vi.stubGlobal("caches", {
    open: (name: string) =>
      Promise.resolve({
        match: (path: string) =>
          Promise.resolve(shelf(name).has(path) ? new Response(shelf(name).get(path)) : undefined),
        put: async (path: string, response: Response) => void shelf(name).set(path, await response.text()),
        keys: () =>
          Promise.resolve(Array.from(shelf(name).keys(), (path) => new Request(`http://localhost${path}`))),
        delete: (path: string) => Promise.resolve(shelf(name).delete(path)),
      }),
    delete: (name: string) => Promise.resolve(shelves.delete(name)),
  });
});
afterEach(() => void vi.unstubAllGlobals());

describe("what is kept on the device", () => {
  it("is found by its version, and the next one takes its place", async () => {
    await keep("e1 day", "1", ["a"]);
    expect(await keptOf("e1 day", "1")).toEqual(["a"]);
    expect(await keptOf("e1 day", "2")).toBeNull();
    expect(await keptOf("e2 day", "1")).toBeNull();
    await keep("e1 day", "2", ["b"]);
    expect(await keptOf("e1 day", "1")).toBeNull();
    expect(await keptOf("e1 day", "2")).toEqual(["b"]);
  });

  it("has a bound: what was kept longest ago goes", async () => {
    for (let number = 0; number < 40; number++) await keep(`e${number}`, "1", number);
    expect(await keptOf("e39", "1")).toBe(39);
    expect(await keptOf("e0", "1")).toBeNull();
    expect(Array.from(shelves.values(), (shelf) => shelf.size)).toEqual([24]);
  });

  it("is forgotten whole", async () => {
    await keep("e1", "1", 1);
    await forgetKept();
    expect(await keptOf("e1", "1")).toBeNull();
  });

  it("is nothing where a browser has no room or no such store", async () => {
    vi.stubGlobal("caches", {
      open: () => Promise.reject(new Error("no")),
      delete: () => Promise.reject(new Error("no")),
    });
    await keep("e1", "1", 1);
    expect(await keptOf("e1", "1")).toBeNull();
    await forgetKept();
    vi.stubGlobal("caches", undefined);
    await keep("e1", "1", 1);
    expect(await keptOf("e1", "1")).toBeNull();
    await forgetKept();
  });
});
