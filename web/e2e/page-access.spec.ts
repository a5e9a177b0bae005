import type { Locator } from "@playwright/test";

import { uuid7 } from "./support/demo";
import { expect, test, type Visitor } from "./support/people";

/**
 * Who sees which page of an event, published and as a draft: the page, a way to `signIn` or to `register`, that it is for
 * the `team`, or that there is `nothing`. What the services answer is in the server's own table (tests/access).
 */
const who = ["nobody", "stranger", "guest", "speaker", "owner"] as const;
type Who = (typeof who)[number];
type Outcome = "page" | "signIn" | "register" | "team" | "nothing";

const table: Readonly<Record<string, Readonly<Record<Who, Outcome>>>> = {
  "": { nobody: "page", stranger: "page", guest: "page", speaker: "page", owner: "page" },
  "/agenda": { nobody: "page", stranger: "page", guest: "page", speaker: "page", owner: "page" },
  "/lobby": { nobody: "signIn", stranger: "register", guest: "page", speaker: "page", owner: "page" },
  "/people": { nobody: "signIn", stranger: "register", guest: "page", speaker: "page", owner: "page" },
  "/matches": { nobody: "signIn", stranger: "register", guest: "page", speaker: "page", owner: "page" },
  "/messages": { nobody: "signIn", stranger: "register", guest: "page", speaker: "page", owner: "page" },
  "/welcome": { nobody: "signIn", stranger: "register", guest: "page", speaker: "page", owner: "page" },
  "/manage": { nobody: "signIn", stranger: "register", guest: "team", speaker: "team", owner: "page" },
  // Nobody has an import of this id: an organiser is told so on the page.
  [`/manage/import/${uuid7()}`]: {
    nobody: "signIn",
    stranger: "register",
    guest: "team",
    speaker: "team",
    owner: "page",
  },
};
const ofDraft: Readonly<Record<Who, Outcome>> = {
  nobody: "nothing",
  stranger: "nothing",
  guest: "nothing",
  speaker: "nothing",
  owner: "page",
};

const times = {
  startsAt: new Date(Date.now() - 3_600_000).toISOString(),
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
};

/** An event of the owner's, whose speaker has accepted to be one. */
async function host(
  owner: Visitor,
  speaker: Visitor,
  name: string,
): Promise<{ id: string; slug: string; name: string }> {
  const id = uuid7();
  const { createEvent } = await owner.graph<{ createEvent: { slug: string } }>(
    "mutation ($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { slug } }",
    { id, input: { name, kind: "meetup", timeZone: "Europe/Lisbon", ...times } },
  );
  await owner.graph(
    "mutation ($id: ID!, $session: ID!, $input: SessionInput!) { putSession(eventId: $id, id: $session, input: $input) { id } }",
    { id, session: uuid7(), input: { title: "A talk", startsAt: times.startsAt, endsAt: times.endsAt } },
  );
  await owner.graph(
    "mutation ($id: ID!, $user: ID!) { grantEventRole(eventId: $id, userId: $user, role: speaker) }",
    { id, user: speaker.id },
  );
  await speaker.graph("mutation ($id: ID!) { acceptEventRole(eventId: $id) }", { id });
  return { id, slug: createEvent.slug, name };
}

/** What is seen of each outcome, and of nothing else. */
async function expectOutcome({ page }: Visitor, wanted: Outcome, path: string, name: string): Promise<void> {
  const main = page.getByRole("main");
  const heading = (text: string | RegExp) => page.getByRole("heading", { level: 1, name: text });
  const pages: Readonly<Record<string, Locator>> = {
    "": heading(name),
    "/agenda": heading("Agenda"),
    "/lobby": page.getByRole("link", { name: "Lobby" }),
    "/people": main.getByRole("searchbox").or(main.getByRole("textbox")),
    "/matches": heading("Matches"),
    "/messages": heading("Messages"),
    // Who is of the team alone goes on to the lobby.
    "/welcome": heading(/Whom would you like to meet\?|Lobby/u),
    "/manage": page.getByRole("tablist"),
  };
  const signs = {
    page: path.startsWith("/manage/import/") ? heading("There is no such import") : (pages[path] ?? main),
    register: page.getByText("Register to come in"),
    team: page.getByText("For organisers", { exact: true }),
    nothing: heading("There is nothing here"),
    signIn: heading("Sign in"),
  };
  await expect.soft(signs[wanted].first(), `${name}${path}: ${wanted}`).toBeVisible();
}

test("who sees which page of an event", async ({ people }) => {
  const stamp = Date.now().toString(36);
  const owner = await people.newcomer(`Olga ${stamp}`);
  const speaker = await people.newcomer(`Sven ${stamp}`);
  const guest = await people.newcomer(`Gina ${stamp}`);
  const visitors: Record<Who, Visitor> = {
    nobody: await people.nobody(),
    stranger: await people.newcomer(`Stan ${stamp}`),
    guest,
    speaker,
    owner,
  };
  const draft = await host(owner, speaker, `Draft ${stamp}`);
  const open = await host(owner, speaker, `Open ${stamp}`);
  await owner.graph("mutation ($id: ID!) { publishEvent(eventId: $id) { id } }", { id: open.id });
  await guest.graph("mutation ($id: ID!) { registerForEvent(eventId: $id) { id } }", { id: open.id });
  for (const one of who) {
    const visitor = visitors[one];
    visitor.faults.expect(/ 404 Not Found /u);
    for (const [path, wanted] of Object.entries(table)) {
      await test.step(`${one}: ${path || "/"}`, async () => {
        await visitor.page.goto(`/e/${open.slug}${path}`);
        await expectOutcome(visitor, wanted[one], path, open.name);
        await visitor.page.goto(`/e/${draft.slug}${path}`);
        await expectOutcome(visitor, ofDraft[one], path, draft.name);
      });
    }
  }
});
