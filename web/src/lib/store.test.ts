import { expect, it } from "vitest";

import { createStore, ignoring } from "./store";

it("keeps the old object while only the ignored differs, and gives a new one for everything else", () => {
  const store = createStore({ read: 0, said: "one" });
  const shown = ignoring(store, "read");
  const first = shown.get();
  store.set({ ...store.get(), read: 1 });
  expect(shown.get()).toBe(first);
  store.set({ read: 2, said: "two" });
  expect(shown.get()).toEqual({ read: 2, said: "two" });
});
