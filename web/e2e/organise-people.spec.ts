import { demoEvent, register } from "./support/demo";
import { expect, test, type Visitor } from "./support/people";

const team = `query ($eventId: ID!) { eventTeam(eventId: $eventId) { userId roles { role scope { kind id } } } }`;

async function rolesOf(organiser: Visitor, eventId: string, person: Visitor): Promise<string[]> {
  type Team = { eventTeam: { userId: string; roles: { role: string; scope: { kind: string } }[] }[] };
  const { eventTeam } = await organiser.graph<Team>(team, { eventId });
  const member = eventTeam.find(({ userId }) => userId === person.id);
  return member?.roles.map(({ role, scope }) => `${role} ${scope.kind}`) ?? [];
}

/** Looks for somebody by name until they are found: a search may be some seconds behind who registered. */
async function find({ page }: Visitor, name: string): Promise<void> {
  const search = page.getByRole("searchbox", { name: "Find somebody who registered" });
  await expect(async () => {
    await search.fill("");
    await search.fill(name);
    await expect(page.getByRole("button", { name: `Roles of ${name}` })).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

/** What somebody was asked to take, as the server has it: the screen shows it before. */
async function invitedAs(organiser: Visitor, eventId: string, person: Visitor): Promise<string[]> {
  type Team = { eventTeam: { userId: string; invited: { role: string }[] }[] };
  const asked = `query ($eventId: ID!) { eventTeam(eventId: $eventId) { userId invited { role } } }`;
  const { eventTeam } = await organiser.graph<Team>(asked, { eventId });
  return eventTeam.find(({ userId }) => userId === person.id)?.invited.map(({ role }) => role) ?? [];
}

const accept = (person: Visitor, eventId: string) =>
  person.graph("mutation ($eventId: ID!) { acceptEventRole(eventId: $eventId) }", { eventId });

test("an organiser gives somebody several roles, by keyboard, and takes them again", async ({ people }) => {
  const organiser = await people.persona("organiser");
  const helper = await people.newcomer(`Ottilie ${Date.now().toString(36)}`);
  const { id: eventId, slug, agenda } = await demoEvent(organiser);
  await register(helper, eventId);
  await organiser.graph(
    `mutation ($eventId: ID!, $userId: ID!, $trackId: ID!) {
       grantEventRole(eventId: $eventId, userId: $userId, role: judge, scope: { kind: track, id: $trackId }) }`,
    { eventId, userId: helper.id, trackId: agenda.tracks[0]?.id },
  );
  const { page } = organiser;
  await page.goto(`/e/${slug}/manage?tab=people`);
  await find(organiser, helper.name);
  const badges = page.getByRole("list", { name: `Roles of ${helper.name}` });
  await expect(badges.getByRole("listitem")).toHaveText([`Judge, ${agenda.tracks[0]?.name}, invited`]);
  await accept(helper, eventId);
  await page.reload();
  await find(organiser, helper.name);
  await expect(badges.getByRole("listitem")).toHaveText([`Judge, ${agenda.tracks[0]?.name}`]);

  await page.getByRole("button", { name: `Roles of ${helper.name}` }).focus();
  await page.keyboard.press("Enter");
  const role = (name: string) => page.getByRole("menuitemcheckbox", { name, exact: true });
  await expect(role("Owner")).toBeFocused();
  const toggle = async (name: string, on: boolean) => {
    await page.keyboard.press("Space");
    await expect(role(name)).toBeChecked({ checked: on });
  };
  const go = async (key: string, ...names: string[]) => {
    for (const name of names) {
      await page.keyboard.press(key);
      await expect(role(name)).toBeFocused();
    }
  };
  await go("ArrowDown", "Organiser", "Moderator");
  await toggle("Moderator", true);
  await go("ArrowDown", "Speaker");
  await toggle("Speaker", true);
  await expect(badges.getByRole("listitem")).toHaveText([
    `Judge, ${agenda.tracks[0]?.name}`,
    "Moderator, invited",
    "Speaker, invited",
  ]);
  await expect.poll(() => invitedAs(organiser, eventId, helper)).toEqual(["moderator", "speaker"]);
  await accept(helper, eventId);
  await expect
    .poll(() => rolesOf(organiser, eventId, helper))
    .toEqual(["moderator event", "speaker event", "judge track"]);

  await go("ArrowUp", "Moderator");
  await toggle("Moderator", false);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: `Roles of ${helper.name}` })).toBeFocused();
  await expect.poll(() => rolesOf(organiser, eventId, helper)).toEqual(["speaker event", "judge track"]);
  await page.getByRole("button", { name: `Roles of ${helper.name}` }).click();
  await page.getByRole("menuitemcheckbox", { name: `Judge, ${agenda.tracks[0]?.name}` }).click();
  await expect.poll(() => rolesOf(organiser, eventId, helper)).toEqual(["speaker event"]);
  await expect(badges.getByRole("listitem")).toHaveText(["Speaker"]);
});

test("what the server refuses is taken back", async ({ people }) => {
  const organiser = await people.persona("organiser");
  const helper = await people.newcomer(`Ulla ${Date.now().toString(36)}`);
  const { id: eventId, slug } = await demoEvent(organiser);
  await register(helper, eventId);
  const { page, context } = organiser;
  await page.goto(`/e/${slug}/manage?tab=people`);
  await find(organiser, helper.name);
  await page.getByRole("button", { name: `Roles of ${helper.name}` }).click();
  const judge = page.getByRole("menuitemcheckbox", { name: "Judge" });
  let answer = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const refused = { errors: [{ message: "Not now.", extensions: { code: "forbidden", data: {} } }] };
  await context.route("**/graphql", async (route) => {
    if (!route.request().postData()?.includes('"scope"')) return route.continue();
    await asked;
    return route.fulfill({ json: refused });
  });
  await judge.click();
  await expect(judge).toBeChecked();
  answer();
  await expect(judge).not.toBeChecked();
  await expect(page.getByText(`The roles of ${helper.name} were not changed`, { exact: true })).toBeVisible();
  await expect(page.getByRole("list", { name: `Roles of ${helper.name}` })).toHaveCount(0);
});
