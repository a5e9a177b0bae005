import { uuid7 } from "./support/demo";
import { expect, test, type Visitor } from "./support/people";

const input = {
  name: "Quiet Conf",
  kind: "meetup",
  startsAt: new Date(Date.now() - 3_600_000).toISOString(),
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  timeZone: "Europe/Lisbon",
};

/** A draft of this person's, who asks the other to be of its team. */
async function invite(
  host: Visitor,
  other: Visitor,
  role: string,
): Promise<{ eventId: string; slug: string }> {
  const eventId = uuid7();
  const { createEvent } = await host.graph<{ createEvent: { slug: string } }>(
    "mutation ($eventId: ID!, $input: EventInput!) { createEvent(id: $eventId, input: $input) { slug } }",
    { eventId, input },
  );
  await host.graph(
    `mutation ($eventId: ID!, $userId: ID!, $role: EventRole!) {
       grantEventRole(eventId: $eventId, userId: $userId, role: $role) }`,
    { eventId, userId: other.id, role },
  );
  return { eventId, slug: createEvent.slug };
}

/** Opens the invitation from the bell, by keyboard. */
async function openFromBell({ page }: Visitor, host: Visitor, what: string): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: /^Notifications, \d+ unread|^Notifications/u }).focus();
  await page.keyboard.press("Enter");
  const notice = page
    .getByRole("dialog")
    .getByRole("link", { name: `${host.name} invites you to be ${what}` });
  await notice.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Invitations" })).toBeVisible();
}

const answer = (person: Visitor, word: string) =>
  person.page.getByRole("button", { name: `${word} the invitation to Quiet Conf` });

test("an invitation is told by the bell, accepted, and left again", async ({ people }) => {
  const host = await people.newcomer(`Hanna ${Date.now().toString(36)}`);
  const guest = await people.newcomer(`Gerd ${Date.now().toString(36)}`);
  const { slug } = await invite(host, guest, "moderator");
  const asked = guest.graph("query ($slug: String!) { event(slug: $slug) { id } }", { slug });
  await expect(asked).rejects.toThrow("There is no such event.");

  await openFromBell(guest, host, "a moderator");
  await expect(guest.page.getByText(`From ${host.name}`)).toBeVisible();
  await answer(guest, "Accept").focus();
  await guest.page.keyboard.press("Enter");
  await expect(guest.page.getByText("You are of the team of Quiet Conf", { exact: true })).toBeVisible();
  await expect(guest.page.getByText("No invitations")).toBeVisible();

  await host.page.goto(`/e/${slug}/manage?tab=people`);
  await host.page
    .getByRole("radio", { name: /^Team/u })
    .or(host.page.getByRole("tab", { name: /^Team/u }))
    .click();
  const roles = host.page.getByRole("list", { name: `Roles of ${guest.name}` });
  await expect(roles.getByRole("listitem")).toHaveText(["Moderator"]);
  await host.graph("mutation ($id: ID!) { publishEvent(eventId: $id) { id } }", {
    id: (
      await host.graph<{ event: { id: string } }>("query ($slug: String!) { event(slug: $slug) { id } }", {
        slug,
      })
    ).event.id,
  });

  await guest.page.goto(`/e/${slug}`);
  const leave = guest.page.getByRole("button", { name: "Leave the team" });
  await expect(leave).toBeEnabled();
  await leave.focus();
  await guest.page.keyboard.press("Enter");
  await guest.page.getByRole("alertdialog").getByRole("button", { name: "Leave the team" }).click();
  await expect(guest.page.getByText("You left the team of Quiet Conf", { exact: true })).toBeVisible();
  await expect(guest.page.getByRole("button", { name: "Leave the team" })).toHaveCount(0);
});

test("an invitation is declined", async ({ people }) => {
  const host = await people.newcomer(`Hilda ${Date.now().toString(36)}`);
  const guest = await people.newcomer(`Gitta ${Date.now().toString(36)}`, {
    viewport: { width: 390, height: 844 },
  });
  const { eventId } = await invite(host, guest, "owner");
  await openFromBell(guest, host, "an owner");
  await answer(guest, "Decline").click();
  await expect(
    guest.page.getByText("You declined the invitation to Quiet Conf", { exact: true }),
  ).toBeVisible();
  await expect(guest.page.getByText("No invitations")).toBeVisible();
  const team = `query ($eventId: ID!) { eventTeam(eventId: $eventId) { userId invited { role } } }`;
  const { eventTeam } = await host.graph<{ eventTeam: { userId: string }[] }>(team, { eventId });
  expect(eventTeam.map(({ userId }) => userId)).toEqual([host.id]);
});
