import { demoEvent, register } from "./support/demo";
import { expect, freshEmail, password, test, type Visitor } from "./support/people";
import { axeViolations, settled } from "./support/screen";

/** By the event's page: makes an account on the way, and is asked for topics. */
async function join({ page }: Visitor, event: { slug: string }): Promise<void> {
  await page.goto(`/e/${event.slug}`);
  await page.getByRole("button", { name: "Register and enter" }).first().click();
  await page.getByRole("textbox", { name: "Name" }).fill("Nora Newcomer");
  await page.getByRole("textbox", { name: "E-mail" }).fill(freshEmail());
  await page.getByRole("textbox", { name: /^Password/u }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(`**/e/${event.slug}/welcome`);
  await expect(page.getByRole("heading", { level: 1, name: "Whom would you like to meet?" })).toBeFocused();
}

test("a fresh account picks three topics, is shown people with reasons, and meets one", async ({
  people,
}) => {
  const nora = await people.nobody();
  const event = await demoEvent(nora);
  const { page } = nora;
  await join(nora, event);

  const topics = page.getByRole("group", { name: "What you are into" });
  for (const n of [0, 1, 2]) await topics.getByRole("button").nth(n).click();
  await expect(topics.getByRole("button", { pressed: true })).toHaveCount(3);
  await expect(page.getByText("3 of 3")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Time zone" })).toHaveValue("Europe/Brussels");
  await expect(page.getByRole("switch", { name: "Open to meet" }).last()).toBeChecked();
  await page.getByRole("button", { name: "Show me people" }).click();

  await page.waitForURL(`**/e/${event.slug}/matches`);
  const cards = page.getByRole("region", { name: "For you" }).getByRole("article");
  await expect(cards.first().getByText("Why you two")).toBeVisible();
  const { myProfile } = await nora.graph<{ myProfile: { timeZone: string; interests: object[] } }>(
    "{ myProfile { timeZone interests { id } } }",
  );
  expect(myProfile.timeZone).toBe("Europe/Brussels");
  expect(myProfile.interests).toHaveLength(3);

  await test.step("somebody says yes, too", async () => {
    const met = page.getByRole("heading", { name: /^You and .+ both said yes$/u });
    for (let n = 0; n < 4 && !(await met.first().isVisible()); n++)
      await cards
        .getByRole("button", { name: /^Meet /u })
        .first()
        .click();
    await expect(met.first()).toBeVisible();
  });
});

test("on a phone both ways on are in view from the first moment", async ({ people }) => {
  const nora = await people.newcomer("Nora Phone", { viewport: { width: 390, height: 844 } });
  const event = await demoEvent(nora);
  await register(nora, event.id);
  await nora.page.goto(`/e/${event.slug}/welcome`);
  await settled(nora.page);
  await expect(nora.page.getByRole("button", { name: "Show me people" })).toBeInViewport({ ratio: 1 });
  await expect(nora.page.getByRole("link", { name: "Skip this" })).toBeInViewport({ ratio: 1 });
  expect(await axeViolations(nora.page)).toEqual([]);
});

test("who skips that and opens the switch is shown who is here, and told that they were not picked", async ({
  people,
}) => {
  const nora = await people.nobody();
  const event = await demoEvent(nora);
  const { page } = nora;
  await join(nora, event);
  await page.getByRole("link", { name: "Skip this" }).click();
  await page.waitForURL(`**/e/${event.slug}/lobby`);
  await page.getByRole("complementary").getByRole("switch", { name: "Open to meet" }).click();
  const card = page.getByRole("main").getByRole("article").filter({ hasText: "Here now, and open to meet" });
  await expect(card.first()).toBeVisible();
  await expect(page.getByText("Not picked for you").first()).toBeVisible();
  await page.getByRole("link", { name: "Pick topics for better suggestions" }).first().click();
  await page.waitForURL(`**/e/${event.slug}/welcome`);
});

test("the step after joining is whole at every width", async ({ people }) => {
  const nora = await people.nobody();
  const event = await demoEvent(nora);
  await join(nora, event);
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await nora.page.setViewportSize({ width, height });
    await settled(nora.page);
    expect(await axeViolations(nora.page)).toEqual([]);
  }
});
