import type { Page } from "@playwright/test";

import { register, uuid7 } from "./support/demo";
import { expect, test, type Visitor } from "./support/people";
import { axeViolations, still, sticksOut } from "./support/screen";

type Hosted = { id: string; slug: string; opening: string; closing: string };

/** Two days in Brussels, half a year ahead, with a talk on each. */
const [first, second] = ["2031-05-17", "2031-05-18"] as const;

async function hosted(host: Visitor): Promise<Hosted> {
  const [id, opening, closing] = [uuid7(), uuid7(), uuid7()];
  const { createEvent } = await host.graph<{ createEvent: { slug: string } }>(
    "mutation ($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { slug } }",
    {
      id,
      input: {
        name: `Moving ${id.slice(-6)}`,
        kind: "conference",
        startsAt: `${first}T09:00:00+02:00`,
        endsAt: `${second}T18:00:00+02:00`,
        timeZone: "Europe/Brussels",
      },
    },
  );
  const put = (session: string, title: string, from: string, to: string) =>
    host.graph(
      `mutation ($eventId: ID!, $id: ID!, $input: SessionInput!) {
         putSession(eventId: $eventId, id: $id, input: $input) { id } }`,
      { eventId: id, id: session, input: { title, stage: "L1", startsAt: from, endsAt: to } },
    );
  await put(opening, "Traces that tell a story", `${first}T10:00:00+02:00`, `${first}T10:50:00+02:00`);
  await put(closing, "Closing words", `${second}T17:00:00+02:00`, `${second}T17:30:00+02:00`);
  await host.graph("mutation ($eventId: ID!) { publishEvent(eventId: $eventId) { id } }", { eventId: id });
  return { id, slug: createEvent.slug, opening, closing };
}

/** When the sessions begin, in UTC. */
async function starts(visitor: Visitor, slug: string): Promise<number[]> {
  const { event } = await visitor.graph<{ event: { agenda: { sessions: { startsAt: string }[] } } }>(
    "query ($slug: String!) { event(slug: $slug) { agenda { sessions { startsAt } } } }",
    { slug },
  );
  return event.agenda.sessions.map(({ startsAt }) => Date.parse(startsAt));
}

/** A day later, with its programme: what the page sends. */
async function laterStill(host: Visitor, slug: string): Promise<Record<string, unknown>> {
  type Found = {
    id: string;
    name: string;
    version: number;
    startsAt: string;
    endsAt: string;
    timeZone: string;
  };
  const { event } = await host.graph<{ event: Found }>(
    "query ($slug: String!) { event(slug: $slug) { id name version startsAt endsAt timeZone } }",
    { slug },
  );
  const { id: eventId, name, version, timeZone } = event;
  const later = (at: string) => new Date(Date.parse(at) + 86_400_000).toISOString();
  const [startsAt, endsAt] = [later(event.startsAt), later(event.endsAt)];
  const input = { name, kind: "conference", startsAt, endsAt, timeZone };
  return { eventId, version, input, programme: { how: "shift", minutes: 1_440 } };
}

const utc = (...moments: string[]) => moments.map((at) => Date.parse(`${at}Z`));
const dialog = (page: Page) => page.getByRole("dialog", { name: "What becomes of the programme?" });
const save = (page: Page) => page.getByRole("button", { name: "Save changes" });

test("an event that moves asks what becomes of its programme, and tells who starred it", async ({
  people,
}) => {
  const host = await people.persona("organiser");
  const event = await hosted(host);
  const guest = await people.newcomer("Nora Nightly");
  await register(guest, event.id);
  const star = "mutation ($id: ID!) { starSession(sessionId: $id, starred: true) }";
  await guest.graph(star, { id: event.opening });
  const { page } = host;

  await test.step("another zone: clock times stay, if nobody says otherwise", async () => {
    await page.goto(`/e/${event.slug}/manage?tab=details`);
    await page.getByLabel("Time zone").selectOption("Europe/Lisbon");
    await page.getByLabel("Name").press("Enter");
    await expect(dialog(page).getByRole("radio", { name: "Keep clock times" })).toBeChecked();
    await expect(dialog(page)).toContainText(
      "Sat 17 May, 10:00 in Brussels becomes Sat 17 May, 10:00 in Lisbon",
    );
    await expect(dialog(page)).toContainText(
      "Sat 17 May, 10:00 in Brussels becomes Sat 17 May, 09:00 in Lisbon",
    );
    await still(page);
    expect(await axeViolations(page)).toEqual([]);
    // Nothing is lost by going back.
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Lisbon");
    expect(await starts(guest, event.slug)).toEqual(utc(`${first}T08:00`, `${second}T15:00`));
    await save(page).focus();
    await page.keyboard.press("Enter");
    await dialog(page).getByRole("radio", { name: "Keep clock times" }).focus();
    // Held as long as a hand holds it: the choice follows the focus while the key is down.
    await page.keyboard.down("ArrowDown");
    await expect(dialog(page).getByRole("radio", { name: "Keep the same moments" })).toBeChecked();
    await page.keyboard.up("ArrowDown");
    await dialog(page).getByRole("radio", { name: "Keep clock times" }).click();
    await dialog(page).getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    expect(await starts(guest, event.slug)).toEqual(utc(`${first}T09:00`, `${second}T16:00`));
  });

  await test.step("who starred a session reads where it is now", async () => {
    await guest.page.goto("/notifications");
    const told = guest.page.getByRole("link", { name: /^Traces that tell a story moved/u });
    await expect(told).toContainText("Traces that tell a story moved to Saturday 17 May, 11:00, L1");
    await expect(told).toContainText("Brussels time");
    await expect(told).toHaveAttribute("href", `/e/${event.slug}/sessions/${event.opening}`);
  });

  await test.step("other dates: all of it goes along, on a phone too", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/e/${event.slug}/manage?tab=details`);
    await page.getByLabel("Ends").fill("2031-05-25T18:00");
    await page.getByLabel("Starts").fill("2031-05-24T09:00");
    await save(page).click();
    await expect(dialog(page).getByRole("radio", { name: "Shift all sessions" })).toBeChecked();
    await expect(dialog(page).getByRole("textbox", { name: "Days" })).toHaveValue("7");
    await dialog(page).getByRole("radio", { name: "Keep the same moments" }).click();
    await expect(dialog(page)).toContainText("2 of 2 sessions would then be outside the event’s dates.");
    await dialog(page).getByRole("radio", { name: "Shift all sessions" }).click();
    await still(page);
    expect(await sticksOut(page)).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    await dialog(page).getByRole("textbox", { name: "Days" }).press("Enter");
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    expect(await starts(guest, event.slug)).toEqual(utc("2031-05-24T09:00", "2031-05-25T16:00"));
  });

  await test.step("of several, the notification leads to what is starred", async () => {
    await guest.graph(star, { id: event.closing });
    await host.graph(
      `mutation ($eventId: ID!, $version: Int!, $input: EventInput!, $programme: ProgrammeMove) {
         updateEvent(eventId: $eventId, version: $version, input: $input, programme: $programme) { id } }`,
      await laterStill(host, event.slug),
    );
    const { page: other } = guest;
    await other.goto("/notifications");
    await other.getByRole("link", { name: /^2 sessions that you starred moved or are gone/u }).click();
    await expect(other).toHaveURL(new RegExp(`/e/${event.slug}/agenda\\?view=mine$`, "u"));
    await expect(other.getByRole("main").getByRole("radio", { name: "Mine 2" })).toBeChecked();
  });
});
