import { demoEvent } from "./support/demo";
import { expect, test } from "./support/people";

test("the agenda's address holds what is looked at, asks nobody, and Back restores it with the place", async ({
  people,
}) => {
  const { slug, timeZone } = await demoEvent(await people.nobody());
  const { page } = await people.persona("attendee", { timezoneId: timeZone });
  await page.goto(`/e/${slug}/agenda`);
  const grid = page.locator("[data-agenda-grid]");
  await expect(grid.getByRole("listitem").first()).toBeVisible();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes(`/e/${slug}/agenda`)) asked.push(request.url());
  });

  await page
    .getByRole("searchbox")
    .or(page.getByPlaceholder(/Search/u))
    .first()
    .fill("open source");
  await expect(page).toHaveURL(/[?&]q=open\+source/u);
  await page
    .getByRole("button", { name: "List" })
    .or(page.getByRole("radio", { name: "List" }))
    .click();
  await expect(page).toHaveURL(/view=list/u);
  await page
    .getByRole("radiogroup", { name: "Day" })
    .or(page.getByRole("group", { name: "Day" }))
    .getByRole("radio", { checked: false })
    .first()
    .click();
  await expect(page).toHaveURL(/day=\d{4}-\d\d-\d\d/u);
  expect(asked, "asked of the server").toEqual([]);

  const address = page.url();
  const session = page.getByRole("main").locator("a[id^=session-]");
  await expect(session.first()).toBeVisible();
  const box = page.locator("main .overflow-y-auto").last();
  await box.evaluate((element) => element.scrollTo(0, 400));
  await expect.poll(() => box.evaluate((element) => element.scrollTop)).toBe(400);
  await session.nth(9).scrollIntoViewIfNeeded();
  const place = await box.evaluate((element) => element.scrollTop);
  expect(place).toBeGreaterThan(0);
  await session.nth(9).click();
  await page.waitForURL("**/sessions/**");
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(page.getByPlaceholder(/Search/u).first()).toHaveValue("open source");
  await expect.poll(() => box.evaluate((element) => element.scrollTop)).toBe(place);
  await page.reload();
  await expect.poll(() => box.evaluate((element) => element.scrollTop)).toBe(place);
  // A new look at the agenda begins anew.
  await page.getByRole("link", { name: "Lobby" }).first().click();
  await page.waitForURL("**/lobby");
  await page.getByRole("link", { name: "Agenda" }).first().click();
  await expect(page).toHaveURL(new RegExp(`/e/${slug}/agenda$`, "u"));
});

test("the grid comes back to where it was, by column and hour", async ({ people }) => {
  const { slug, timeZone } = await demoEvent(await people.nobody());
  const { page } = await people.persona("attendee", { timezoneId: timeZone });
  await page.goto(`/e/${slug}/agenda`);
  const grid = page.locator("[data-agenda-grid]");
  await expect(grid.getByRole("listitem").first()).toBeVisible();
  const place = () => grid.evaluate((element) => [element.scrollLeft, element.scrollTop]);
  const there = [900, 300];
  await grid.evaluate((element) => element.scrollTo(900, 300));
  await expect.poll(place).toEqual(there);
  // A card that is seen whole: to press another one would scroll to it.
  const { x, y } = await grid.evaluate((box) => {
    const { left, top } = box.getBoundingClientRect();
    const seen = Array.from(box.querySelectorAll("li"), (card) => card.getBoundingClientRect()).find(
      (card) => card.left > left + 90 && card.top > top + 60 && card.bottom < top + box.clientHeight,
    );
    return { x: (seen?.left ?? 0) + 20, y: (seen?.top ?? 0) + 12 };
  });
  await page.mouse.click(x, y);
  await page.waitForURL("**/sessions/**");
  await page.goBack();
  await expect.poll(place).toEqual(there);
});

test("People keeps what was searched, and the place", async ({ people }) => {
  const { page } = await people.persona("attendee");
  const { slug } = await demoEvent(await people.nobody());
  await page.goto(`/e/${slug}/people`);
  await page.getByRole("searchbox").fill("engineer");
  await expect(page).toHaveURL(/\?q=engineer$/u);
  await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
  await page.waitForURL("**/people/*");
  await page.goBack();
  await expect(page.getByRole("searchbox")).toHaveValue("engineer");
  await page.getByRole("searchbox").fill("");
  const main = page.getByRole("main");
  await expect.poll(() => main.evaluate((element) => element.scrollHeight)).toBeGreaterThan(1_400);
  await main.evaluate((element) => element.scrollTo(0, 350));
  await expect.poll(() => main.evaluate((element) => element.scrollTop)).toBe(350);
  const person = page.getByRole("main").getByRole("listitem").getByRole("link").nth(14);
  await person.scrollIntoViewIfNeeded();
  const place = await main.evaluate((element) => element.scrollTop);
  expect(place).toBeGreaterThan(0);
  await person.click();
  await page.waitForURL("**/people/*");
  await page.goBack();
  await expect.poll(() => main.evaluate((element) => element.scrollTop)).toBe(place);
});
