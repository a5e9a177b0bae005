import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { writeDraft } from "./drafts";
import { useDraft } from "./hooks";
import { session, type Session } from "./session";

const ada = {
  status: "in",
  user: {
    id: "0190f0d2-0000-7000-8000-00000000000a",
    name: "Ada Draft",
    email: "ada@example.org",
    roles: [],
  },
  expiresAt: Infinity,
} satisfies Session;

beforeEach(() => {
  localStorage.clear();
  session.set({ status: "unknown" });
});
afterEach(() => session.set({ status: "unknown" }));

const draft = () => renderHook(() => useDraft("room 1"));
const told = (hook: ReturnType<typeof draft>) => hook.result.current[0];

describe("a draft", () => {
  it("that is begun before it is known who types stays, and is kept as theirs from then on", () => {
    const hook = draft();
    act(() => hook.result.current[1]("early"));
    expect(told(hook)).toBe("early");
    act(() => session.set(ada));
    expect(told(hook)).toBe("early");
    act(() => hook.result.current[1]("early bird"));
    expect(told(draft())).toBe("early bird");
  });

  it("goes on after what they had begun another time", () => {
    act(() => session.set(ada));
    writeDraft("room 1", "before");
    act(() => session.set({ status: "unknown" }));
    const hook = draft();
    act(() => hook.result.current[1]("early"));
    act(() => session.set(ada));
    expect(told(hook)).toBe("before\nearly");
    expect(hook.result.current[2]()).toBe(true);
  });
});
