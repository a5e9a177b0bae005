import {
  test as base,
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "@playwright/test";

import { watchFaults, type Faults } from "./faults";

/** The demo's people whom a visitor can be. */
export const personas = {
  organiser: "Marta Lindholm",
  speaker: "Daniela Okafor",
  attendee: "Jun Takahara",
  hacker: "Ines Carvalho",
  judge: "Robert Achterberg",
} as const;
export type PersonaKey = keyof typeof personas;

/** A browser of somebody: cookies, storage and one page of their own. */
export class Visitor {
  constructor(
    readonly name: string,
    readonly id: string,
    readonly context: BrowserContext,
    readonly page: Page,
    readonly faults: Faults,
  ) {}

  /** One operation as this person; throws what the server refuses. */
  async graph<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const answer = await this.context.request.post("/graphql", { data: { query, variables } });
    const { data, errors } = (await answer.json()) as { data?: T; errors?: { message: string }[] };
    if (errors?.length || !data)
      throw new Error(errors?.map((error) => error.message).join("; ") ?? "no data");
    return data;
  }
}

export type People = {
  /** Somebody who is not signed in. */
  nobody: (options?: BrowserContextOptions) => Promise<Visitor>;
  /** Signed in already, as if they had been here before. */
  persona: (key: PersonaKey, options?: BrowserContextOptions) => Promise<Visitor>;
  newcomer: (name: string, options?: BrowserContextOptions) => Promise<Visitor>;
};

let made = 0;
export const password = "violet kettles hum over Tromso";
/** An address nobody had before, also not in an earlier run against the same Hallway. */
export const freshEmail = (): string => `e2e-${Date.now().toString(36)}-${++made}@example.org`;

/** Signs in behind the page's back, for stories that are about something else. */
async function signIn(
  visitor: BrowserContext,
  path: string,
  data: object,
): Promise<{ id: string; name: string }> {
  const answer = await visitor.request.post(`/session/${path}`, { data });
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { user: { id: string; name: string } }).user;
}

async function open(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<[BrowserContext, Page, Faults]> {
  const context = await browser.newContext({ permissions: ["camera", "microphone"], ...options });
  const faults = await watchFaults(context);
  return [context, await context.newPage(), faults];
}

export const test = base.extend<{ people: People }>({
  baseURL: async ({ locale: _ }, use) => use(process.env.HALLWAY_E2E_URL),
  /** Makes people; when the test is over none of their pages may have shown a fault. */
  people: async ({ browser, contextOptions, baseURL, locale, timezoneId, viewport }, use) => {
    const all: Visitor[] = [];
    const known = { ...contextOptions, baseURL, locale, timezoneId, viewport };
    const enter = async (options: BrowserContextOptions, path?: string, data: object = {}) => {
      const [context, page, faults] = await open(browser, { ...known, ...options });
      const user = path ? await signIn(context, path, data) : { id: "", name: "" };
      const visitor = new Visitor(user.name, user.id, context, page, faults);
      all.push(visitor);
      return visitor;
    };
    await use({
      nobody: (options = {}) => enter(options),
      persona: (key, options = {}) => enter(options, "demo", { persona: key }),
      newcomer: (name, options = {}) => enter(options, "register", { name, email: freshEmail(), password }),
    });
    for (const { faults } of all) {
      expect.soft(faults.unsafe, "unsafe").toEqual([]);
      expect.soft(faults.errors, "errors").toEqual([]);
    }
    await Promise.all(all.map(({ context }) => context.close()));
  },
});

export { expect };
