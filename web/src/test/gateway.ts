import { vi } from "vitest";

import { Problem } from "@/lib/problem";
import { session } from "@/lib/session";

/* A gateway for screens under test: they ask it over `fetch`, as ever, and it answers by the names of operations. */

type Asked = { name: string; variables: Record<string, unknown> };
/** The `data` of an answer; a Problem that it throws is answered as the server would. */
type Answer = (variables: Record<string, unknown>) => unknown;

export type Gateway = {
  asked: Asked[];
  /** May be changed while a test runs. */
  answers: Record<string, Answer>;
};

export const me = { id: "u1", name: "Inês Carvalho", email: "ines@example.org", roles: [] };

/** Somebody is signed in, and this is what they are answered. */
export function gateway(answers: Record<string, Answer>): Gateway {
  // Nothing is kept of the test before.
  session.set({ status: "out" });
  session.set({ status: "in", user: me, expiresAt: Date.now() + 600_000 });
  const made: Gateway = { asked: [], answers };
  vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
    if (path !== "/graphql") return new Response(null, { status: 404 });
    const { operationName: name, variables } = JSON.parse(String(init?.body)) as {
      operationName: string;
      variables: Asked["variables"];
    };
    made.asked.push({ name, variables });
    const body = await answer(made.answers[name], variables);
    return new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
  });
  return made;
}

async function answer(give: Answer | undefined, variables: Asked["variables"]): Promise<unknown> {
  try {
    if (!give) throw new Problem("not_found", "Nobody answers this here.");
    return { data: await give(variables) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, data, message } = error;
    return { data: null, errors: [{ message, extensions: { code, data } }] };
  }
}
