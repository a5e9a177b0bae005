import { beforeEach, describe, expect, it, vi } from "vitest";

import { personalKey } from "./personal";
import { Problem } from "./problem";
import { session } from "./session";
import { connection } from "./socket";
import { createWishes, type Wish } from "./wishes";

const ada = { id: "ada", name: "Ada", email: "ada@example.org", roles: [] };
const signIn = (id: string) => session.set({ status: "in", user: { ...ada, id }, expiresAt: "" } as never);
const key = personalKey("star", "ada", "conf");
const away = () => Promise.reject(new Problem("offline", "away"));

/** A server that is away until it is told to answer. */
function server() {
  const said: [string, Wish][] = [];
  let there = false;
  const put = (thing: string, value: Wish) => {
    if (!there) return away();
    said.push([thing, value]);
    return Promise.resolve("kept");
  };
  const comeBack = () => {
    there = true;
    connection.set({ status: "connected", since: 1 });
  };
  return { said, put, comeBack };
}

beforeEach(() => {
  localStorage.clear();
  connection.set({ status: "offline", since: 0 });
  signIn("ada");
});

describe("wishes", () => {
  it("are kept while nobody answers, and sent when the connection is back", async () => {
    const { said, put, comeBack } = server();
    const wishes = createWishes("star", "conf", put);
    const sent = wishes.wish("talk", true)();
    await vi.waitFor(() => expect(localStorage.getItem(key)).toBe('{"talk":true}'));
    expect(said).toEqual([]);
    comeBack();
    expect(await sent).toBe("kept");
    expect(said).toEqual([["talk", true]]);
    expect(localStorage.getItem(key)).toBeNull();
  });

  it("count by the last one for each thing", async () => {
    const { said, put, comeBack } = server();
    const wishes = createWishes("star", "conf", put);
    const first = wishes.wish("talk", true)();
    const other = wishes.wish("other", true)();
    const last = wishes.wish("talk", false)();
    expect(await first).toBeNull();
    comeBack();
    await Promise.all([other, last]);
    expect(new Map(said)).toEqual(
      new Map([
        ["other", true],
        ["talk", false],
      ]),
    );
    expect(said).toHaveLength(2);
  });

  it("outlive the page, of this person alone", () => {
    const { put } = server();
    void createWishes("star", "conf", put).wish("talk", true);
    expect(new Map(createWishes("star", "conf", put).kept())).toEqual(new Map([["talk", true]]));
    expect(createWishes("star", "another", put).kept().size).toBe(0);
    signIn("ben");
    expect(createWishes("star", "conf", put).kept().size).toBe(0);
  });

  it("are never sent as somebody else", async () => {
    const { said, put, comeBack } = server();
    const sent = createWishes("star", "conf", put).wish("talk", true)();
    signIn("ben");
    comeBack();
    await expect(sent).rejects.toMatchObject({ code: "unauthenticated" });
    expect(said).toEqual([]);
  });

  it("are over when they are refused", async () => {
    const refuse = () => Promise.reject(new Problem("not_found", "gone"));
    const sent = createWishes("star", "conf", refuse).wish("talk", true)();
    await expect(sent).rejects.toMatchObject({ code: "not_found" });
    expect(localStorage.getItem(key)).toBeNull();
  });

  it("ignore what somebody else wrote into the storage", () => {
    for (const odd of ["", "[1]", "nonsense", '{"talk":{"a":1}}', "null"]) {
      localStorage.setItem(key, odd);
      expect(() => createWishes("star", "conf", away).kept()).not.toThrow();
    }
    localStorage.setItem(key, '{"talk":{"a":1},"other":true}');
    expect(Array.from(createWishes("star", "conf", away).kept())).toEqual([["other", true]]);
  });
});
