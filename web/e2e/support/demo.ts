import type { Page } from "@playwright/test";

import type { Visitor } from "./people";

export type DemoEvent = {
  /** For people in it the event is under way by day, at whatever hour this runs. */
  timeZone: string;
  id: string;
  slug: string;
  name: string;
  nowNext: { now: string[]; next: string[] };
  agenda: {
    sessions: { id: string; title: string; startsAt: string; trackId: string | null }[];
    tracks: { id: string; name: string }[];
  };
};

/** The demo's event: a thousand sessions, live now. */
export async function demoEvent(visitor: Visitor): Promise<DemoEvent> {
  const { events } = await visitor.graph<{ events: { slug: string; credit: string }[] }>(
    "{ events { slug credit } }",
  );
  // Other tests host events too; a real programme has somebody to thank for it.
  const slug = events.find(({ credit }) => credit !== "")?.slug;
  const { event } = await visitor.graph<{ event: DemoEvent }>(
    `query ($slug: String!) { event(slug: $slug) { id slug name timeZone nowNext { now next }
       agenda { sessions { id title startsAt trackId } tracks { id name } } } }`,
    { slug },
  );
  return event;
}

/** UUIDv7 as pages make them. */
export function uuid7(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  const random = crypto.randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}

export const register = (visitor: Visitor, eventId: string): Promise<unknown> =>
  visitor.graph("mutation ($eventId: ID!) { registerForEvent(eventId: $eventId) { id } }", { eventId });

/** Both say yes to meeting at the event; gives the id of their conversation. */
export async function befriend(one: Visitor, other: Visitor, eventId: string): Promise<string> {
  const open = "mutation ($eventId: ID!) { setOpenToMeet(eventId: $eventId, openToMeet: true) }";
  for (const person of [one, other]) await person.graph(open, { eventId });
  const accept = `mutation ($eventId: ID!, $personId: ID!) {
    answerMatch(eventId: $eventId, personId: $personId, answer: accept) { personId } }`;
  await one.graph(accept, { eventId, personId: other.id });
  await other.graph(accept, { eventId, personId: one.id });
  const { directRoom } = await one.graph<{ directRoom: { id: string } }>(
    "mutation ($personId: ID!) { directRoom(personId: $personId) { id } }",
    { personId: other.id },
  );
  return directRoom.id;
}

export async function startCall(from: Visitor, to: Visitor, eventId: string): Promise<string> {
  const { startCall: call } = await from.graph<{ startCall: { id: string } }>(
    `mutation ($id: ID!, $eventId: ID!, $personIds: [ID!]!) {
       startCall(id: $id, eventId: $eventId, personIds: $personIds) { id } }`,
    { id: uuid7(), eventId, personIds: [to.id] },
  );
  return call.id;
}

/** Opens a call by its address and goes in, by the look into the mirror if there is one, with the camera on or off. */
export async function comeIn(page: Page, slug: string, call: string, camera = true): Promise<void> {
  await page.goto(`/e/${slug}/call/${call}`);
  const join = page.getByRole("button", { name: "Join the call" });
  const controls = page.getByRole("toolbar", { name: "Call controls" });
  await join.or(controls).waitFor({ timeout: 60_000 });
  if (await join.isVisible()) await join.click();
  await controls.waitFor();
  const on = controls.getByRole("button", { name: "Turn the camera on" });
  const off = controls.getByRole("button", { name: "Turn the camera off" });
  await on.or(off).waitFor();
  if ((await on.isVisible()) === camera) await (camera ? on : off).click();
}
