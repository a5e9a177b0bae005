import type { Page } from "@playwright/test";

import { register, uuid7 } from "./support/demo";
import { expect, test, type Visitor } from "./support/people";
import { schedule, type Talk } from "./support/schedules";

/** A day in three weeks. */
const date = new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10);
const at = (time: string) => new Date(`${date}T${time}:00Z`).toISOString();

const panics: Talk = { id: "1", title: "Kernel panics", start: "10:00", room: "K3", by: "Anya Sorokina" };
const undo: Talk = { id: "2", title: "Undo across devices", start: "11:00", room: "D2", by: "Lea Fontaine" };
const plans: Talk = { id: "3", title: "Query plans", start: "12:00", room: "D2", by: "Mei Tan" };
const fresh: Talk = { id: "4", title: "The last filesystem", start: "14:00", room: "K3", by: "Jules Martin" };

async function host(owner: Visitor): Promise<{ id: string; slug: string }> {
  const id = uuid7();
  const input = {
    name: `Polder ${Date.now().toString(36)}`,
    kind: "conference",
    timeZone: "Europe/Brussels",
    startsAt: at("07:00"),
    endsAt: at("18:00"),
  };
  const { createEvent } = await owner.graph<{ createEvent: { slug: string } }>(
    "mutation ($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { slug } }",
    { id, input },
  );
  await owner.graph("mutation ($id: ID!) { publishEvent(eventId: $id) { id } }", { id });
  return { id, slug: createEvent.slug };
}

const choose = (page: Page, talks: Talk[]) =>
  page
    .locator("input[type=file]")
    .first()
    .setInputFiles({
      name: "polder.xml",
      mimeType: "application/xml",
      buffer: Buffer.from(schedule("Polder", date, talks)),
    });

async function publish(page: Page, changes: number): Promise<void> {
  await expect(page.getByText(new RegExp(`^${changes} changes? (is|are) not published$`, "u"))).toBeVisible();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^Publish/u });
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^Everything is published/u)).toBeVisible();
}

async function starsOf(visitor: Visitor, slug: string): Promise<string[]> {
  const query = "query ($slug: String!) { event(slug: $slug) { stars agenda { sessions { id title } } } }";
  type Found = { event: { stars: string[]; agenda: { sessions: { id: string; title: string }[] } } };
  const { event } = await visitor.graph<Found>(query, { slug });
  const { sessions } = event.agenda;
  return event.stars.flatMap((id) => sessions.find((session) => session.id === id)?.title ?? []);
}

test("an import is looked at, applied, published, and taken back with its stars", async ({ people }) => {
  const stamp = Date.now().toString(36);
  const owner = await people.newcomer(`Olga ${stamp}`);
  const guest = await people.newcomer(`Gina ${stamp}`);
  const { id: eventId, slug } = await host(owner);
  await register(guest, eventId);
  const { page } = owner;
  const agenda = `/e/${slug}/manage?tab=agenda`;
  const main = guest.page.getByRole("main");

  await test.step("the first file goes into the draft, which nobody else sees", async () => {
    await page.goto(agenda);
    await choose(page, [panics, undo, plans]);
    await expect(page.getByRole("heading", { name: "Import, before anything changes" })).toBeVisible();
    await expect(page.getByRole("checkbox", { name: "Kernel panics" })).toBeChecked();
    await page.reload();
    await page.getByRole("button", { name: "Apply 3 to the draft" }).click();
    await expect(page.getByRole("heading", { name: "Imported into the draft" })).toBeVisible();
    await guest.page.goto(`/e/${slug}/agenda`);
    await expect(main.getByText("Kernel panics")).toBeHidden();
    await page.getByRole("link", { name: "Look at the draft and publish" }).click();
    await publish(page, 3);
    await expect(main.getByText("Kernel panics").first()).toBeVisible();
    await expect(main.getByText(/^3 changes since you looked$/u)).toBeVisible();
    await main.getByRole("button", { name: "Dismiss" }).click();
    await expect(main.getByText(/since you looked/u)).toBeHidden();
  });

  await test.step("somebody stars a session, and the organiser changes another by hand", async () => {
    const { event } = await guest.graph<{ event: { agenda: { sessions: { id: string; title: string }[] } } }>(
      "query ($slug: String!) { event(slug: $slug) { agenda { sessions { id title } } } }",
      { slug },
    );
    const sessionId = event.agenda.sessions.find(({ title }) => title === panics.title)?.id;
    await guest.graph("mutation ($sessionId: ID!) { starSession(sessionId: $sessionId, starred: true) }", {
      sessionId,
    });
    await page.getByRole("button", { name: "Edit Undo across devices" }).click();
    const stage = page.getByLabel(/^Stage/u);
    await stage.fill("R1");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("1 change is not published")).toBeVisible();
    await page.getByRole("button", { name: "Add session" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a session" });
    await dialog.getByLabel("Title", { exact: true }).fill("Badge pick-up");
    await dialog.getByRole("button", { name: "Add session" }).click();
    await publish(page, 2);
  });

  await test.step("the next file would remove, change and add; what was made by hand is kept", async () => {
    await choose(page, [{ ...undo, room: "K3" }, { ...plans, start: "12:30" }, fresh]);
    await expect(page.getByRole("checkbox", { name: "Kernel panics" })).toBeChecked();
    await expect(page.getByRole("checkbox", { name: "All of Removed" })).toHaveAttribute(
      "aria-checked",
      "mixed",
    );
    await expect(page.getByRole("checkbox", { name: "Badge pick-up" })).not.toBeChecked();
    const conflict = page.getByRole("radiogroup", { name: /^Stage of Undo across devices/u });
    await expect(conflict.getByRole("radio", { name: "Keep R1" })).toBeChecked();
    await expect(conflict.getByRole("radio", { name: "Take K3" })).not.toBeChecked();
    await page.getByRole("button", { name: /^Apply 4 to the draft/u }).click();
    const asked = page.getByRole("alertdialog", { name: "Remove 1 session?" });
    await expect(asked).toContainText("1 of 3 sessions would go, starred by 1 person");
    await asked.getByRole("button", { name: "Remove 1" }).click();
    await expect(page.getByRole("heading", { name: "Imported into the draft" })).toBeVisible();
  });

  await test.step("published, everybody sees it, and what changed since they looked", async () => {
    await page.getByRole("link", { name: "Look at the draft and publish" }).click();
    await expect(
      page.getByRole("listitem").filter({ hasText: "Query plans" }).getByText("Moved").first(),
    ).toBeVisible();
    await publish(page, 3);
    await expect(main.getByText("The last filesystem").first()).toBeVisible();
    await expect(main.getByText(/since you looked, 1 of them starred/u)).toBeVisible();
    await main.getByRole("button", { name: "Show", exact: true }).click();
    const since = guest.page.getByRole("dialog", { name: "What changed since you looked" });
    await expect(since.getByText("Kernel panics")).toBeVisible();
    await guest.page.keyboard.press("Escape");
    await expect(main.getByText(/since you looked/u)).toBeHidden();
    expect(await starsOf(guest, slug)).toEqual([]);
  });

  await test.step("taken back and published again, the session is there with its star", async () => {
    await page
      .getByRole("button", { name: /^Undo: / })
      .first()
      .click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("Taken back", { exact: true })).toBeVisible();
    await publish(page, 3);
    await expect(main.getByText("Kernel panics").first()).toBeVisible();
    expect(await starsOf(guest, slug)).toEqual(["Kernel panics"]);
  });
});

test("a programme of another month can be shifted to the event", async ({ people }) => {
  const owner = await people.newcomer(`Olga ${Date.now().toString(36)}`);
  const { slug } = await host(owner);
  const { page } = owner;
  await page.goto(`/e/${slug}/manage?tab=agenda`);
  const far = new Date(Date.parse(`${date}T00:00:00Z`) - 100 * 86_400_000).toISOString().slice(0, 10);
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({
      name: "polder.xml",
      mimeType: "application/xml",
      buffer: Buffer.from(schedule("Polder", far, [panics, undo])),
    });
  await expect(page.getByText("2 of 2 sessions lie outside your dates")).toBeVisible();
  await page.getByRole("button", { name: "Shift the sessions by 100 days" }).click();
  await expect(page.getByText("All sessions are shifted by 100 days.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply 2 to the draft" })).toBeEnabled();
});

test("what is no address, and no schedule, is said where it was typed", async ({ people }) => {
  const owner = await people.newcomer(`Olga ${Date.now().toString(36)}`);
  const { slug } = await host(owner);
  const { page } = owner;
  await page.goto(`/e/${slug}/manage?tab=agenda`);
  await page.getByRole("button", { name: "From an address" }).click();
  const field = page.getByLabel("Address of the schedule");
  await field.fill("polder");
  await page.keyboard.press("Enter");
  await expect(field).toHaveAccessibleDescription(/begins with https/u);
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "x.xml", mimeType: "application/xml", buffer: Buffer.from("<html/>") });
  await expect(page.getByRole("heading", { name: "The file was not imported" })).toBeVisible();
});

test("a table asks what its columns are, and offsets alone ask whose clock they are", async ({ people }) => {
  const owner = await people.newcomer(`Olga ${Date.now().toString(36)}`);
  const { slug } = await host(owner);
  const { page } = owner;
  const send = (name: string, text: string) =>
    page
      .locator("input[type=file]")
      .first()
      .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  await page.goto(`/e/${slug}/manage?tab=agenda`);

  await send(
    "talks.csv",
    `What,Wann,Wo,Min\nKernel panics,${date} 10:00,K3,25\nQuery plans,${date} 11:00,D2,25\n`,
  );
  await expect(page.getByRole("heading", { name: "What is in these columns?" })).toBeVisible();
  await page.getByLabel("What", { exact: true }).selectOption("");
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(page.getByRole("alert").getByText("One column must be the title")).toBeVisible();
  await page.getByLabel("What", { exact: true }).selectOption("Title");
  await page.getByLabel("Wann", { exact: true }).selectOption("Start");
  await page.getByLabel("Wo", { exact: true }).selectOption("Stage");
  await page.getByLabel("Min", { exact: true }).selectOption("Duration");
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(page.getByText("K3, ", { exact: false }).first()).toBeVisible();
  await expect(page.getByText(/the event is there and the file does not say/u)).toBeVisible();
  // A table is asked once, however it is read afterwards.
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await page.getByLabel("Another time zone").selectOption("Asia/Tokyo");
  await page.getByRole("button", { name: "Read as Tokyo time" }).click();
  await expect(page.getByText(/^Times are read as Tokyo time, because you said so\./u)).toBeVisible();
  await expect(page.getByText(/02:00/u).first()).toBeVisible();

  const offsets = schedule("Elsewhere", date, [panics])
    .replace(/<time_zone_name>.*<\/time_zone_name>/u, "")
    .replace("<start>", `<date>${date}T10:00:00+09:00</date><start>`);
  await send("elsewhere.xml", offsets);
  await expect(page.getByRole("heading", { name: "Which time zone are these times in?" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply 1 to the draft" })).toBeDisabled();
  await page.getByRole("radio", { name: "Asia/Tokyo" }).click();
  await page.getByRole("button", { name: "Read as Tokyo time" }).click();
  await expect(page.getByRole("button", { name: "Apply 1 to the draft" })).toBeEnabled();
});
