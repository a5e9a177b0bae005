import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { cn } from "./cn";
import { readDraft, writeDraft } from "./drafts";
import { fold } from "./fold";
import { hueOf, hues, initialsOf } from "./hue";
import { t } from "./i18n";
import { isId, uuid7 } from "./ids";
import { Problem, problemFrom, toProblem } from "./problem";
import { session } from "./session";
import { createStore, patch } from "./store";

describe("folding", () => {
  it("compares without case and accents, and keeps other scripts whole", () => {
    expect(fold("José NÚÑEZ")).toBe("jose nunez");
    expect(fold("Łukasz Søgård, Straße, ÆSIR")).toBe("lukasz sogard, strasse, aesir");
    expect(fold("한국어")).toBe("한국어");
    expect(fold("ＡＢＣ １２３")).toBe("abc 123");
    expect(fold("東京のｶﾞｲﾄﾞ")).toBe(fold("東京のガイド"));
    expect(fold("東京の真ん中")).toContain(fold("真ん中"));
  });
});

describe("problems", () => {
  it("keeps code, message and data of the wire", () => {
    const problem = problemFrom({ code: "full", message: "No place left.", data: { limit: 40 } });
    expect([problem.code, problem.message, problem.data]).toEqual(["full", "No place left.", { limit: 40 }]);
  });

  it("turns what it does not know into internal, without its words", () => {
    expect(problemFrom({ code: "made-up", message: "x" }).code).toBe("internal");
    expect(problemFrom(null).code).toBe("internal");
    expect(toProblem(new RangeError("secret detail")).message).not.toContain("secret");
  });

  it("reads GraphQL errors and broken networks", () => {
    const errors = [{ message: "Not yours.", extensions: { code: "forbidden", data: { field: "role" } } }];
    expect(toProblem({ errors })).toMatchObject({
      code: "forbidden",
      message: "Not yours.",
      data: { field: "role" },
    });
    expect(toProblem(new TypeError("Failed to fetch")).code).toBe("offline");
    expect(toProblem(new DOMException("x", "TimeoutError")).temporary).toBe(true);
    const mine = new Problem("gone" as never, "x");
    expect(toProblem(mine)).toBe(mine);
  });
});

describe("colours and initials", () => {
  it("gives the same hue for the same id, and uses all of them", () => {
    expect(hueOf("a")).toBe(hueOf("a"));
    const ids = Array.from(
      { length: 600 },
      (_, i) => `0192f0aa-0000-7000-8000-${String(i).padStart(12, "0")}`,
    );
    expect(new Set(ids.map(hueOf))).toEqual(new Set(hues));
  });

  it("takes first and last name, also outside Latin", () => {
    expect(initialsOf("Inês de Carvalho", 2)).toBe("IC");
    expect(initialsOf("Inês de Carvalho", 1)).toBe("I");
    expect(initialsOf("  李 小龙 ", 2)).toBe("李小");
    expect(initialsOf("𝒳eno", 1)).toBe("𝒳");
    expect(initialsOf("(they) Noor", 2)).toBe("TN");
    expect(initialsOf("   ", 2)).toBe("?");
  });
});

describe("drafts", () => {
  const signIn = (id: string) =>
    session.set({
      status: "in",
      user: { id, name: id, email: `${id}@example.org`, roles: [] },
      expiresAt: Date.now() + 600_000,
    });
  beforeEach(() => signIn("marta"));
  afterEach(() => session.set({ status: "unknown" }));

  it("are of one person each, and of nobody while nobody is signed in", () => {
    expect(writeDraft("host", "hers")).toBe(true);
    signIn("jun");
    expect(readDraft("host")).toBe("");
    writeDraft("host", "his");
    session.set({ status: "out" });
    expect([readDraft("host"), writeDraft("host", "whose?")]).toEqual(["", false]);
    signIn("marta");
    expect(readDraft("host")).toBe("hers");
  });

  it("keeps text until it is emptied", () => {
    writeDraft("room:1", "hello");
    expect(readDraft("room:1")).toBe("hello");
    writeDraft("room:1", "");
    expect(readDraft("room:1")).toBe("");
    expect(localStorage).toHaveLength(0);
  });

  it("drops the oldest beyond fifty", () => {
    for (let i = 0; i < 55; i++) writeDraft(`room:${i}`, "x", i);
    expect(readDraft("room:4")).toBe("");
    expect(readDraft("room:5")).toBe("x");
  });

  it("reads nothing from what is not a draft", () => {
    localStorage.setItem("hallway.draft.marta.a", "{broken");
    localStorage.setItem("hallway.draft.marta.b", '{"text":5}');
    expect([readDraft("a"), readDraft("b")]).toEqual(["", ""]);
    expect(localStorage).toHaveLength(0);
  });

  it("are kept whole or not at all, never as an older text", () => {
    const long = JSON.stringify({ description: '"\n'.repeat(20_000) });
    expect(writeDraft("host", long)).toBe(true);
    expect(JSON.parse(readDraft("host"))).toEqual(JSON.parse(long));
    expect(writeDraft("host", "x".repeat(400_001))).toBe(false);
    expect(readDraft("host")).toBe("");
  });

  it("drop the oldest when they are too long together", () => {
    for (let i = 0; i < 4; i++) expect(writeDraft(`long:${i}`, "x".repeat(300_000), i)).toBe(true);
    expect([0, 1, 2, 3].map((i) => readDraft(`long:${i}`).length)).toEqual([0, 300_000, 300_000, 300_000]);
  });

  it("say so when the browser keeps nothing", () => {
    const kept = new Map([["hallway.draft.marta.host", JSON.stringify({ text: "older", at: 1 })]]);
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      removeItem: (key: string) => kept.delete(key),
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    });
    expect([writeDraft("host", "newer"), readDraft("host")]).toEqual([false, ""]);
    vi.unstubAllGlobals();
  });
});

describe("ids", () => {
  it("are told from other text", () => {
    const id = "018bcfe5-6800-7abc-8def-0123456789ab";
    expect([id, id.toUpperCase()].map(isId)).toEqual([true, true]);
    for (const other of [
      "",
      "xyz",
      id.slice(1),
      `${id}0`,
      `${id}\n`,
      `{${id}}`,
      id.replaceAll("-", ""),
      "../x",
    ])
      expect(isId(other), other).toBe(false);
  });

  it("are version 7, unique, and in order also within a millisecond", () => {
    const ids = Array.from({ length: 5_000 }, () => uuid7(1_700_000_000_000));
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    expect(ids[0]?.startsWith("018bcfe5-6800")).toBe(true);
  });
});

describe("texts", () => {
  it("fills in values and plurals", () => {
    expect(t("common.people", { count: 1 })).toBe("1 person");
    expect(t("common.people", { count: 2318 })).toBe("2,318 people");
    expect(t("shell.results", { count: 0 })).toBe("No results");
  });

  it("leaves markup as text", () => {
    expect(t("shell.paletteEmpty", { query: "<b>x</b>" })).toBe("Nothing found for “<b>x</b>”");
  });
});

describe("class names", () => {
  it("lets the later of two win, and keeps size and colour apart", () => {
    expect(cn("text-13 text-muted", "text-16")).toBe("text-muted text-16");
    expect(cn("rounded-card p-4", false, "rounded-control")).toBe("p-4 rounded-control");
    expect(cn("hairline", "hairline-strong")).toBe("hairline-strong");
  });
});

describe("stores", () => {
  it("tell on change only, and no more after leaving", () => {
    const store = createStore(1);
    let told = 0;
    const leave = store.subscribe(() => told++);
    store.set(1);
    store.set(2);
    leave();
    store.set(3);
    expect([told, store.get()]).toEqual([1, 3]);
  });

  it("tell a function as often as it follows, until it stops each time", () => {
    const store = createStore(1);
    let told = 0;
    const hear = () => told++;
    const leave = store.subscribe(hear);
    store.subscribe(hear);
    leave();
    leave();
    store.set(2);
    expect(told).toBe(1);
  });

  it("keep their object when a patch changes nothing in it", () => {
    const store = createStore({ a: 1, b: 2 });
    let told = 0;
    store.subscribe(() => told++);
    const before = store.get();
    patch(store, { a: 1 });
    expect(store.get()).toBe(before);
    patch(store, { a: 3 });
    expect([told, store.get()]).toEqual([1, { a: 3, b: 2 }]);
  });
});
