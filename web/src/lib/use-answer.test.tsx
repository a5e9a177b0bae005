import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { Problem } from "./problem";
import type { Operation } from "./request";
import { session } from "./session";
import { bringProblems } from "./texts";
import { useAnswer, useLast, useSend } from "./use-answer";

type Data = { text: string };
const operation: Operation<Data, { id: string }> = { name: "Text", hash: "7e47" };
const user = (id: string) => ({ id, name: id, email: `${id}@example.org`, roles: [] });
const signIn = (id: string) =>
  act(() => session.set({ status: "in", user: user(id), expiresAt: Date.now() + 600_000 }));

type Question = { id: string; give: (text: string) => Promise<void>; refuse: () => Promise<void> } & {
  signal: AbortSignal;
};
let questions: Question[];

// The words of refusals come with the first of them, which may take its time.
beforeAll(() => bringProblems());
beforeEach(() => {
  questions = [];
  vi.stubGlobal(
    "fetch",
    (_: string, { body, signal }: { body: string; signal: AbortSignal }) =>
      new Promise<Response>((answer, reject) => {
        signal?.addEventListener("abort", () => reject(new DOMException("left", "AbortError")));
        const settle = (said: object) => act(async () => answer(new Response(JSON.stringify(said))));
        questions.push({
          id: (JSON.parse(body) as { variables: { id: string } }).variables.id,
          give: (text) => settle({ data: { text } }),
          refuse: () => settle({ errors: [{ message: "No.", extensions: { code: "forbidden" } }] }),
          signal,
        });
      }),
  );
  signIn("u1");
});
afterEach(() => {
  cleanup();
  act(() => session.set({ status: "out" }));
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const asked = (count: number) => vi.waitFor(() => expect(questions).toHaveLength(count), { timeout: 10_000 });
const follow = (id: string | null, options = {}) =>
  renderHook((now: string | null) => useAnswer(operation, now === null ? null : { id: now }, options), {
    initialProps: id,
  });

describe("an answer", () => {
  it("is asked for once by all who ask the same, also where React draws twice", async () => {
    const [one, other] = [follow("a"), follow("a")];
    renderHook(() => useAnswer(operation, { id: "a" }), { wrapper: StrictMode });
    expect(one.result.current).toMatchObject({ data: null, problem: null, loading: true });
    await asked(1);
    await questions[0]?.give("Hello");
    expect([one.result.current.data, other.result.current.data]).toEqual([
      { text: "Hello" },
      { text: "Hello" },
    ]);
    expect(one.result.current.loading).toBe(false);
    expect(questions).toHaveLength(1);
  });

  it("is not asked for before it is known who asks, nor without variables", async () => {
    act(() => session.set({ status: "unknown" }));
    const { result } = follow("early");
    expect(follow(null).result.current).toMatchObject({ data: null, loading: false });
    expect(result.current.loading).toBe(true);
    signIn("u1");
    await asked(1);
    await questions[0]?.give("Hello");
    expect(result.current.data).toEqual({ text: "Hello" });
    expect(questions).toHaveLength(1);
  });

  it("shows nothing of the person before", async () => {
    const { result } = follow("a");
    await asked(1);
    await questions[0]?.give("mine");
    act(() => session.set({ status: "out" }));
    expect(result.current).toMatchObject({ data: null, loading: true });
    await asked(2);
    signIn("u2");
    expect(result.current.data).toBeNull();
    await asked(3);
    await questions[2]?.give("theirs");
    expect(result.current.data).toEqual({ text: "theirs" });
    // And who comes back finds nothing that was kept.
    signIn("u1");
    expect(result.current).toMatchObject({ data: null, loading: true });
  });

  it("is of what is asked now, however late the one before comes", async () => {
    const { result, rerender } = follow("a");
    await asked(1);
    rerender("b");
    await asked(2);
    await questions[1]?.give("B");
    await questions[0]?.give("A");
    expect([questions.map(({ id }) => id), result.current.data]).toEqual([["a", "b"], { text: "B" }]);
  });

  it("is shown at once to who comes back, and asked for anew when it has aged", async () => {
    vi.useFakeTimers();
    const first = follow("a");
    await asked(1);
    await questions[0]?.give("old");
    first.unmount();
    act(() => vi.advanceTimersByTime(60_000));
    expect(follow("a", { maxAge: Infinity }).result.current.data).toEqual({ text: "old" });
    expect(questions).toHaveLength(1);
    const { result } = follow("a");
    expect(result.current).toMatchObject({ data: { text: "old" }, loading: false });
    await asked(2);
    await questions[1]?.give("new");
    expect(result.current.data).toEqual({ text: "new" });
  });

  it("is waited for by nobody when it is left", async () => {
    const { unmount } = follow("a", { linger: 0 });
    await asked(1);
    expect(questions[0]?.signal.aborted).toBe(false);
    unmount();
    expect(questions[0]?.signal.aborted).toBe(true);
    const { result } = follow("a", { linger: 0 });
    await asked(2);
    expect(result.current).toMatchObject({ data: null, problem: null, loading: true });
  });

  it("may be a refusal, which is asked again for on demand and by who comes later", async () => {
    const { result, unmount } = follow("a", { maxAge: Infinity });
    await asked(1);
    await questions[0]?.refuse();
    await waitFor(() => expect(result.current.problem).toBeInstanceOf(Problem));
    expect(result.current).toMatchObject({ data: null, loading: false, problem: { code: "forbidden" } });
    act(() => void result.current.retry());
    expect(result.current).toMatchObject({ problem: null, loading: true });
    await asked(2);
    await questions[1]?.refuse();
    unmount();
    const later = follow("a", { maxAge: Infinity });
    await asked(3);
    await questions[2]?.give("Hello");
    expect(later.result.current.data).toEqual({ text: "Hello" });
  });

  it("shows an edit at once, to all, and takes it back when it is refused", async () => {
    const [one, other] = [follow("a"), follow("a")];
    await asked(1);
    await questions[0]?.give("old");
    let refuse: (reason: unknown) => void = () => undefined;
    const answer = new Promise((_, reject) => (refuse = reject));
    let edited: Promise<unknown> = Promise.resolve();
    act(() => {
      const edit = { key: "", show: () => ({ text: "new" }), send: () => answer };
      edited = one.result.current.edit(edit).catch(String);
    });
    expect(other.result.current.data).toEqual({ text: "new" });
    await act(async () => refuse(new Problem("forbidden", "No.")));
    await expect(edited).resolves.toContain("No.");
    expect(other.result.current.data).toEqual({ text: "old" });
  });
});

it("keeps the last answer while the next is on its way", () => {
  const { result, rerender } = renderHook(useLast, { initialProps: "a" as string | null });
  rerender(null);
  expect(result.current).toBe("a");
  rerender("b");
  expect(result.current).toBe("b");
});

it("says while something is being sent, and throws what was refused", async () => {
  const { result } = renderHook(() => useSend(operation));
  let sent: Promise<unknown> = Promise.resolve();
  act(() => void (sent = result.current[0]({ id: "a" }).catch((error: unknown) => error)));
  expect(result.current[1]).toBe(true);
  await asked(1);
  await questions[0]?.refuse();
  expect(await sent).toMatchObject({ code: "forbidden" });
  await waitFor(() => expect(result.current[1]).toBe(false));
});
