import { befriend, register, startCall } from "./support/demo";
import { evilName, hostileEvent, hostileProfile, scripts, sign, type HostileEvent } from "./support/hostile";
import { expect, test, type Visitor } from "./support/people";
import { settled, sticksOut } from "./support/screen";

const windows = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** Opens a page in both windows: it stands, stays within them, has no link that runs, and shows the text as text. */
async function visit({ page }: Visitor, path: string, shows = true): Promise<void> {
  await test.step(path, async () => {
    for (const size of windows) {
      await page.setViewportSize(size);
      await page.goto(path);
      await settled(page);
      if (shows)
        await expect
          .poll(() => page.getByText(sign).count(), { message: `${path} shows it` })
          .toBeGreaterThan(0);
      expect.soft(await sticksOut(page), `${path} at ${size.width}`).toEqual([]);
      const running = await page
        .locator("a, form, iframe")
        .evaluateAll((found) =>
          found
            .map(
              (one) =>
                one.getAttribute("href") ?? one.getAttribute("action") ?? one.getAttribute("src") ?? "",
            )
            .filter((target) => /^[\s\0]*(javascript|data|vbscript):/iu.test(target)),
        );
      expect.soft(running, `${path}: links that run`).toEqual([]);
      expect.soft(await page.locator("img[src=x], iframe").count(), `${path}: markup of a stranger`).toBe(0);
    }
  });
}

/** Says everything in the room that this page shows. */
async function sayAll({ page }: Visitor, field: RegExp): Promise<void> {
  const box = page.getByRole("textbox", { name: field });
  for (const text of [
    ...scripts,
    "W".repeat(3_900),
    "\u202Eturned around",
    "```html\n" + scripts.join("\n") + "\n```",
  ]) {
    await box.fill(text);
    await box.press("Enter");
    await expect(box).toHaveValue("");
  }
}

const paths = ({ slug, session }: HostileEvent, person: string, room: string): string[] => [
  `/e/${slug}`,
  `/e/${slug}/agenda`,
  `/e/${slug}/lobby`,
  `/e/${slug}/sessions/${session}`,
  `/e/${slug}/people`,
  `/e/${slug}/people/${person}`,
  `/e/${slug}/matches`,
  `/e/${slug}/messages/${room}`,
  `/messages/${room}`,
  "/messages",
  "/notifications",
];

test("what a stranger types is text, wherever it is shown", async ({ people }) => {
  test.setTimeout(300_000);
  const mallory = await people.newcomer(evilName);
  const victim = await people.newcomer(`Vic ${evilName}`.slice(0, 80));
  await hostileProfile(mallory, evilName);
  const event = await hostileEvent(mallory);
  await register(victim, event.id);
  const room = await befriend(mallory, victim, event.id);
  await victim.graph("mutation ($id: ID!) { starSession(sessionId: $id, starred: true) }", {
    id: event.session,
  });

  await test.step("it is said in every room", async () => {
    await mallory.page.goto(`/e/${event.slug}/lobby`);
    await sayAll(mallory, /^Message #/u);
    await mallory.page.goto(`/e/${event.slug}/sessions/${event.session}`);
    await sayAll(mallory, /^Message #/u);
    await mallory.page.goto(`/messages/${room}`);
    await sayAll(mallory, /^Write to/u);
  });

  for (const path of paths(event, mallory.id, room)) await visit(victim, path);
  await visit(victim, "/");

  await test.step("the palette and the bell", async () => {
    const { page } = victim;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`/e/${event.slug}/lobby`);
    await page.getByRole("button", { name: /^Notifications/u }).click();
    await expect(page.getByRole("dialog", { name: "Notifications" }).getByText(sign).first()).toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search and go" }).fill("img src");
    await expect(page.getByRole("option").filter({ hasText: sign }).first()).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("a call rings and is looked at", async () => {
    const call = await startCall(mallory, victim, event.id);
    await expect(victim.page.getByRole("alertdialog").getByText(sign).first()).toBeVisible();
    await visit(victim, `/e/${event.slug}/call/${call}`);
  });

  await test.step("whoever runs the event sees it too", async () => {
    for (const path of ["/profile", `/e/${event.slug}/manage`]) await visit(mallory, path, false);
    await visit(mallory, `/e/${event.slug}/lobby`);
  });
});

test("people who are not signed in are as safe", async ({ people }) => {
  const mallory = await people.newcomer(evilName);
  const event = await hostileEvent(mallory);
  const nobody = await people.nobody();
  for (const path of ["/", `/e/${event.slug}`, `/e/${event.slug}/agenda`]) await visit(nobody, path);
  // The address itself is a field as well.
  for (const path of [
    `/login?next=${encodeURIComponent("javascript:pwned('next')")}`,
    `/login?next=//evil.example`,
  ])
    await visit(nobody, path, false);
  const { page } = nobody;
  await page
    .getByRole("button", { name: /^Come in as/u })
    .first()
    .click();
  await expect(page).toHaveURL(/^http:\/\/localhost:\d+\/e\/[\w-]+\/lobby$/u);
});
