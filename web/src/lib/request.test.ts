import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { request, type Operation } from "./request";
import { session } from "./session";
import { update } from "./update";

const user = { id: "u1", name: "Inês", email: "i@example.org", roles: [] };
const me: Operation<{ me: { id: string } }, { text?: string }> = { name: "Me", hash: "5e1f" };
const refusal = (code: string) => ({ data: null, errors: [{ message: "No.", extensions: { code } }] });
const data = { me: { id: "u1" } };

let asked: { path: string; body: unknown }[];
let answers: Response[];
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

beforeEach(() => {
  asked = [];
  answers = [];
  update.set("none");
  session.set({ status: "in", user, expiresAt: Date.now() + 600_000 });
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push({ path, body: JSON.parse(String(init.body)) });
    return path === "/graphql" ? answers.shift() : json({ user, expiresIn: 600 });
  });
});
afterEach(() => vi.unstubAllGlobals());

it("asks by the hash, in well-formed text, and gives the data", async () => {
  answers = [json({ data })];
  expect(await request(me, { text: "half \ud83d" })).toEqual(data);
  const [{ body } = { body: null }] = asked;
  expect(body).toEqual({ documentId: "5e1f", operationName: "Me", variables: { text: "half " } });
});

it("refreshes the session once where it has ended, and asks again", async () => {
  answers = [json(refusal("expired")), json({ data })];
  expect(await request(me, {})).toEqual(data);
  expect(asked.map(({ path }) => path)).toEqual(["/graphql", "/session/refresh", "/graphql"]);
  answers = [json(refusal("unauthenticated")), json(refusal("unauthenticated"))];
  await expect(request(me, {})).rejects.toMatchObject({ code: "unauthenticated" });
  expect(asked).toHaveLength(6);
});

it("does not refresh for nobody, nor for other refusals", async () => {
  answers = [json(refusal("forbidden"))];
  await expect(request(me, {})).rejects.toMatchObject({ code: "forbidden" });
  session.set({ status: "out" });
  answers = [json(refusal("unauthenticated"))];
  await expect(request(me, {})).rejects.toMatchObject({ code: "unauthenticated" });
  expect(asked.map(({ path }) => path)).toEqual(["/graphql", "/graphql"]);
});

it("refreshes first when the token has ended", async () => {
  session.set({ status: "in", user, expiresAt: Date.now() - 1 });
  answers = [json({ data })];
  await request(me, {});
  expect(asked.map(({ path }) => path)).toEqual(["/session/refresh", "/graphql"]);
});

it("throws what was refused, and says when this page is too old", async () => {
  answers = [json(refusal("forbidden"))];
  await expect(request(me, {})).rejects.toMatchObject({ code: "forbidden", message: "No." });
  answers = [json(refusal("outdated"))];
  await expect(request(me, {})).rejects.toMatchObject({ code: "outdated" });
  expect(update.get()).toBe("needed");
});

it.each([
  ["a proxy's apology", () => new Response("<h1>Bad gateway</h1>", { status: 502 }), "unavailable"],
  ["a refusal at the door", () => json({ error: { code: "too_many", message: "Slower." } }, 429), "too_many"],
  ["a page that is none of ours", () => new Response("<h1>Sign in to WLAN</h1>"), "internal"],
])("takes %s for what it is", async (_, answer, code) => {
  answers = [answer()];
  await expect(request(me, {})).rejects.toMatchObject({ code });
});
