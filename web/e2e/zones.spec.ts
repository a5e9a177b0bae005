import type { Page } from "@playwright/test";

import { register, uuid7 } from "./support/demo";
import { expect, test, type People, type Visitor } from "./support/people";
import { settled } from "./support/screen";

const own = "Europe/Brussels";
const zones = [own, "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"] as const;
const minute = 60_000;

/** A moment as people there write it; by parts, so that the pages' own words are not asked. */
function there(at: number, zone: string) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  const [weekday, day, month] = [of("weekday"), of("day"), of("month")];
  return {
    clock: `${of("hour")}:${of("minute")}`,
    long: `${weekday} ${day} ${month}`,
    short: `${weekday.slice(0, 3)} ${day} ${month === "September" ? "Sept" : month.slice(0, 3)}`,
    city: (zone.split("/").pop() ?? "").replace("_", " "),
  };
}

/** The Sunday after next, 01:30 in Brussels: another day for half of the world. */
function sundayNight(): number {
  const at = Math.ceil(Date.now() / (30 * minute)) * 30 * minute + 8 * 24 * 60 * minute;
  for (let next = at; ; next += 30 * minute) {
    const { long, clock } = there(next, own);
    if (long.startsWith("Sunday") && clock === "01:30") return next;
  }
}

type Night = { slug: string; id: string; session: string; at: number; title: string };

async function hosted(host: Visitor): Promise<Night> {
  const at = sundayNight();
  const iso = (minutes: number) => new Date(at + minutes * minute).toISOString();
  const id = uuid7();
  const { createEvent } = await host.graph<{ createEvent: { slug: string } }>(
    "mutation ($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { slug } }",
    {
      id,
      input: {
        name: `Night ${id.slice(-6)}`,
        kind: "conference",
        startsAt: iso(-16 * 60),
        endsAt: iso(16 * 60),
        timeZone: own,
      },
    },
  );
  const put = (session: string, title: string, from: number, to: number) =>
    host.graph(
      `mutation ($eventId: ID!, $id: ID!, $input: SessionInput!) {
         putSession(eventId: $eventId, id: $id, input: $input) { id } }`,
      {
        eventId: id,
        id: session,
        input: { title, stage: "Aula", track: "", speakers: [], startsAt: iso(from), endsAt: iso(to) },
      },
    );
  const session = uuid7();
  const title = "Talks after midnight";
  await put(uuid7(), "Doors", -15 * 60, -14 * 60);
  await put(session, title, 0, 30);
  await put(uuid7(), "Breakfast", 9 * 60, 10 * 60);
  await host.graph("mutation ($eventId: ID!) { publishEvent(eventId: $eventId) { id } }", { eventId: id });
  return { slug: createEvent.slug, id, session, at, title };
}

/** Somebody of the event in this zone, who starred the session. */
async function guest(people: People, night: Night, zone: string): Promise<Visitor> {
  const visitor = await people.newcomer("Nora Nightly", { timezoneId: zone });
  await register(visitor, night.id);
  await visitor.graph("mutation ($id: ID!) { starSession(sessionId: $id, starred: true) }", {
    id: night.session,
  });
  return visitor;
}

/** As if it were this time for the browser and the server alike: pages go by the dates of the server's answers. */
async function pretend(page: Page, time: number): Promise<void> {
  await page.clock.setFixedTime(time);
  await page.route(/\/(?:graphql|session\/\w+|version\.txt)$/u, async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      headers: { ...response.headers(), date: new Date(time).toUTCString() },
    });
  });
}

const main = (page: Page) => page.getByRole("main");
const day = (page: Page) => main(page).getByRole("radiogroup", { name: "Day" });

/** What is written about the session on each page that has a time, on the clock of `zone`. */
async function readsAs(page: Page, night: Night, zone: string): Promise<void> {
  const base = `/e/${night.slug}`;
  const when = there(night.at, zone);
  const end = there(night.at + 30 * minute, zone).clock;
  const note = `${when.short} · ${when.city} time`;

  await test.step(`the session's page, ${when.city}`, async () => {
    await page.goto(`${base}/sessions/${night.session}`);
    await expect(main(page).locator("time").first()).toHaveText(
      `${when.clock} to ${end}, ${when.long}, ${when.city} time`,
    );
    const bar = new RegExp(`\\w{3} \\d+ \\w+ \\d\\d:\\d\\d ${when.city}`, "u");
    await expect(page.getByRole("banner").first()).toContainText(bar);
  });

  await test.step(`the agenda, ${when.city}`, async () => {
    await page.goto(`${base}/agenda`);
    const [weekday, number] = when.long.split(" ");
    await day(page)
      .getByRole("radio", { name: new RegExp(`^${(weekday ?? "").slice(0, 3)}\\w* ${number}\\b`, "u") })
      .click();
    // Only what can be seen of the day is in the page.
    await main(page).getByRole("searchbox").first().fill(night.title);
    const link = main(page).locator(`[id="session-${night.session}"]`);
    await expect(link).toContainText(`${when.clock} to ${end}`);
    await expect(page.locator("[data-agenda-grid]")).toContainText(when.city);
    await main(page).getByRole("radio", { name: /^List/u }).click();
    await expect(link).toBeVisible();
    await expect(main(page).getByRole("heading", { level: 2, name: when.clock })).toBeVisible();
  });

  await test.step(`the lobby an hour before, ${when.city}`, async () => {
    await pretend(page, night.at - 60 * minute);
    await page.goto(`${base}/lobby`);
    const soon = main(page).locator("section", { has: page.getByRole("heading", { name: "Starting soon" }) });
    await expect(soon).toContainText(note);
    await expect(soon.locator("time").first()).toHaveText(when.clock);
    // On that day a session is over and is renewed: no page is left meanwhile.
    await settled(page);
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.clock.setFixedTime(Date.now());
  });

  await test.step(`matches, ${when.city}`, async () => {
    await page.goto(`${base}/matches`);
    const starred = main(page).locator("section", { has: page.getByText(night.title) });
    await expect(starred).toContainText(note);
    await expect(starred.locator("time").first()).toHaveText(when.clock);
  });

  await test.step(`the palette, ${when.city}`, async () => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("after midnight");
    const found = page.getByRole("option", { name: new RegExp(night.title, "u") });
    await expect(found).toContainText(`${when.short}, ${when.clock}`);
    await expect(page.getByRole("dialog")).toContainText(`Sessions · ${when.city} time`);
    await page.keyboard.press("Escape");
  });

  await test.step(`the event's page, ${when.city}`, async () => {
    await page.goto(base);
    const next = main(page).getByRole("listitem").filter({ hasText: night.title }).first();
    await expect(next.locator("time")).toContainText(when.clock);
    // Beside the next sessions, which are on several days: each with its own.
    await expect(next.locator("time")).toContainText(when.short);
    await expect(main(page).getByText(`, ${when.city} time`).first()).toBeVisible();
  });
}

for (const zone of zones) {
  const { city } = there(0, zone);
  test(`each page says the day and the zone of its times, seen from ${city}`, async ({ people }) => {
    const host = await people.persona("organiser", { timezoneId: zone });
    const night = await hosted(host);
    const visitor = await guest(people, night, zone);
    const { page } = visitor;
    await readsAs(page, night, zone);

    await test.step("pages of no event have the viewer's", async () => {
      for (const path of ["/notifications", "/messages", "/settings"]) {
        await page.goto(path);
        const empty = path === "/notifications" && page.getByText("Nothing yet");
        await expect(
          (empty
            ? main(page).getByText(`${city} time`).or(empty)
            : main(page).getByText(`${city} time`)
          ).first(),
        ).toBeVisible();
      }
    });

    await test.step("the organiser's list is on the event's clock", async () => {
      const event = there(night.at, own);
      await host.page.goto(`/e/${night.slug}/manage?tab=agenda`);
      await expect(main(host.page).getByRole("heading", { name: event.long })).toContainText("Brussels time");
      // Before it in the history.
      const inList = main(host.page).getByRole("listitem").filter({ hasText: night.title }).first();
      await expect(inList).toContainText("01:30 – 02:00");
    });

    if (zone === own) return;
    await test.step("the event's clock is chosen once for all, and kept", async () => {
      await page.goto(`/e/${night.slug}/agenda`);
      const chip = main(page).getByRole("button", { name: `Your time, ${city}` });
      await chip.click();
      await expect(main(page).getByRole("button", { name: "Event time, Brussels" })).toBeVisible();
    });
    await readsAs(page, night, own);
  });
}

test("without scripts it is the event's clock, and said so", async ({ people }) => {
  const night = await hosted(await people.persona("organiser"));
  const { context } = await people.nobody({ timezoneId: "America/New_York" });
  const when = there(night.at, own);
  const sent = async (path: string) => {
    const html = await (await context.request.get(`/e/${night.slug}/${path}`)).text();
    const [, plain = ""] = /<main[^>]*>([^]*?<h1[^]*?)<\/main>/u.exec(html) ?? [];
    return plain.replace(/<[^>]*>/gu, " ").replace(/\s+/gu, " ");
  };
  expect(await sent(`sessions/${night.session}`)).toContain(`01:30 to 02:00, ${when.long}, Brussels time`);
  const key = new Date(night.at + 3 * 60 * minute).toISOString().slice(0, 10);
  expect(await sent(`agenda?day=${key}`)).toMatch(
    new RegExp(`event time, Brussels .*${when.long} 01:30 ${night.title}`, "u"),
  );
});
