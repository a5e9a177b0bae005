import { register, uuid7 } from "./support/demo";
import { expect, test, type Visitor } from "./support/people";

/** A session of an event that is live now, and what takes it out of the agenda. */
async function sessionOf(
  host: Visitor,
): Promise<{ path: string; eventId: string; remove: () => Promise<void> }> {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const times = { startsAt: at(-1), endsAt: at(2) };
  const { createEvent: event } = await host.graph<{ createEvent: { id: string; slug: string } }>(
    "mutation ($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { id slug } }",
    { id: uuid7(), input: { ...times, name: "Short-lived", kind: "meetup", timeZone: "Europe/Brussels" } },
  );
  const [eventId, id] = [event.id, uuid7()];
  await host.graph(
    `mutation ($eventId: ID!, $id: ID!, $input: SessionInput!) {
       putSession(eventId: $eventId, id: $id, input: $input) { id } }`,
    { eventId, id, input: { ...times, title: "Gone in a moment" } },
  );
  await host.graph("mutation ($eventId: ID!) { publishEvent(eventId: $eventId) { id } }", { eventId });
  const remove = async () => {
    await host.graph(
      "mutation ($eventId: ID!, $id: ID!) { removeSession(eventId: $eventId, sessionId: $id) }",
      { eventId, id },
    );
    await host.graph("mutation ($eventId: ID!) { publishAgenda(eventId: $eventId) }", { eventId });
  };
  return { path: `/e/${event.slug}/sessions/${id}`, eventId, remove };
}

test("a session that goes while its page is open: page and panel say so, and nobody writes elsewhere", async ({
  people,
}) => {
  const host = await people.newcomer("Holly Host");
  const guest = await people.newcomer("Gus Guest");
  const { path, eventId, remove } = await sessionOf(host);
  await register(guest, eventId);
  const { page } = guest;
  await page.goto(path);
  const panel = page.getByRole("complementary", { name: "Side panel" });
  await panel.getByRole("textbox", { name: /^Message #/u }).fill("Is this on");
  await remove();
  await expect(
    page.getByRole("heading", { level: 1, name: "This session is not on the programme" }),
  ).toBeVisible();
  await expect(panel.getByText("The chat of this session is closed")).toBeVisible();
  await expect(panel.getByRole("textbox")).toHaveCount(0);
  await expect(page.getByRole("status").getByText("This session is not on the programme")).toBeAttached();
  await panel.getByRole("link", { name: "To the lobby" }).click();
  await page.waitForURL("**/lobby");
  await expect(panel.getByRole("textbox", { name: "Message #lobby" })).toHaveValue("");
});
