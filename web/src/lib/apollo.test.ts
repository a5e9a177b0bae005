import { gql } from "@apollo/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { makeApolloClient } from "./apollo";
import { toProblem } from "./problem";
import { session } from "./session";
import { update } from "./update";

const text = gql`
  query Me {
    me {
      id
    }
  }
`;
// As `npm run codegen` marks a document: by this hash it is asked.
const query = Object.assign(text, { __meta__: { name: "Me", hash: "5e1f" } });
const user = { id: "u1", name: "Inês", email: "i@example.org", roles: [] };
const refusal = (code: string) => ({
  data: null,
  errors: [{ message: "Please sign in.", extensions: { code } }],
});
const me = { data: { me: { __typename: "User", id: "u1" } } };

let answers: unknown[];
let refreshes: number;
let asked: unknown[];
const client = () =>
  makeApolloClient({
    uri: "http://localhost/graphql",
    fetch: async (_, init) => {
      asked.push(JSON.parse(String(init?.body)));
      return new Response(JSON.stringify(answers.shift()), {
        headers: { "content-type": "application/json" },
      });
    },
  });

beforeEach(() => {
  answers = [];
  asked = [];
  refreshes = 0;
  session.set({ status: "in", user, expiresAt: Date.now() + 600_000 });
  vi.stubGlobal("fetch", async () => {
    refreshes++;
    return new Response(JSON.stringify({ user, expiresAt: new Date(Date.now() + 600_000).toISOString() }));
  });
});
afterEach(() => vi.unstubAllGlobals());

describe("the GraphQL client", () => {
  it("sends the hash of a document, and no text", async () => {
    answers = [me];
    await client().query({ query });
    expect(asked).toEqual([{ documentId: "5e1f", operationName: "Me", variables: {} }]);
  });

  it.each(["unauthenticated", "expired"])("refreshes once and asks again on %s", async (code) => {
    answers = [refusal(code), me];
    expect((await client().query({ query })).data).toEqual(me.data);
    expect(refreshes).toBe(1);
  });

  it("gives up after the second refusal", async () => {
    answers = [refusal("unauthenticated"), refusal("unauthenticated"), me];
    const error = await client().query({ query }).catch(toProblem);
    expect(error).toMatchObject({ code: "unauthenticated", message: "Please sign in." });
    expect([refreshes, answers.length]).toEqual([1, 1]);
  });

  it("says that this page is too old when it is refused as such, and asks no more", async () => {
    answers = [refusal("outdated"), me];
    const error = await client().query({ query }).catch(toProblem);
    expect(error).toMatchObject({ code: "outdated", message: "Please sign in." });
    expect([update.get(), refreshes, answers.length]).toEqual(["needed", 0, 1]);
  });

  it("does not refresh for nobody, nor for other refusals", async () => {
    session.set({ status: "out" });
    answers = [refusal("unauthenticated")];
    await expect(client().query({ query })).rejects.toThrow();
    session.set({ status: "in", user, expiresAt: Date.now() + 600_000 });
    answers = [refusal("forbidden")];
    expect(await client().query({ query }).catch(toProblem)).toMatchObject({ code: "forbidden" });
    expect(refreshes).toBe(0);
  });

  it("refreshes first when the token has ended", async () => {
    session.set({ status: "in", user, expiresAt: Date.now() - 1 });
    answers = [me];
    await client().query({ query });
    expect(refreshes).toBe(1);
  });
});
