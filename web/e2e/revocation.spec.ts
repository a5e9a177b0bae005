import { befriend, demoEvent, startCall } from "./support/demo";
import { holdConnections } from "./support/media";
import { expect, personas, test, type Visitor } from "./support/people";

const remove = "mutation ($id: ID!) { removeMessage(messageId: $id) { removed } }";
const lastSaid = `{ conversations { room { id } last { id body removed } unread } }`;
type Conversations = {
  conversations: {
    room: { id: string };
    last: { id: string; body: string; removed: boolean };
    unread: number;
  }[];
};

async function conversation(who: Visitor, roomId: string) {
  const { conversations } = await who.graph<Conversations>(lastSaid);
  return conversations.find(({ room }) => room.id === roomId);
}

test("a block ends the call of the two, and neither is there for the other any more", async ({ people }) => {
  const jun = await people.persona("attendee");
  const ines = await people.persona("hacker");
  for (const { page } of [jun, ines]) await holdConnections(page);
  const { slug, id } = await demoEvent(jun);
  await befriend(jun, ines, id);
  const call = await startCall(jun, ines, id);

  await test.step("both are in the call, and Ines has a second window at the venue", async () => {
    for (const { page } of [jun, ines]) await page.goto(`/e/${slug}/call/${call}`);
    await ines.page.getByRole("button", { name: "Join the call" }).click();
    await expect(jun.page.getByRole("listitem", { name: /Ines Carvalho/u })).toBeVisible();
    await expect(ines.page.getByRole("listitem", { name: /Jun Takahara/u })).toBeVisible();
  });
  const aside = await ines.context.newPage();
  const watching = await jun.context.newPage();

  await test.step("each sees the other's profile, and that they are here", async () => {
    for (const [page, other] of [
      [aside, jun],
      [watching, ines],
    ] as const) {
      await page.goto(`/e/${slug}/people/${other.id}`);
      await expect(page.getByRole("main").getByRole("heading", { level: 1, name: other.name })).toBeVisible();
      await expect(page.getByRole("main").getByText("Here now")).toBeVisible();
      await expect(page.getByRole("main").getByRole("heading", { name: "Interests" })).toBeVisible();
    }
  });

  await test.step("Ines blocks Jun in her second window", async () => {
    await aside.getByRole("button", { name: `More about ${jun.name}` }).click();
    await aside.getByRole("menuitem", { name: "Block" }).click();
    await aside.getByRole("alertdialog").getByRole("button", { name: "Block" }).click();
    await expect(aside.getByText(`You blocked ${jun.name}.`)).toBeVisible();
  });

  await test.step("the call is over for both, as if the other had left", async () => {
    for (const { page } of [jun, ines])
      await expect(page.getByRole("toolbar", { name: "Call controls" })).toHaveCount(0);
    await expect(jun.page.getByText(/block/iu)).toHaveCount(0);
  });

  await test.step("neither presence nor profile is seen, and nothing says why", async () => {
    for (const page of [aside, watching])
      await expect(page.getByRole("main").getByText("Here now")).toHaveCount(0);
    await expect(aside.getByRole("main").getByRole("heading", { name: "Interests" })).toHaveCount(0);
    await watching.reload();
    const main = watching.getByRole("main");
    await expect(main.getByRole("heading", { level: 1, name: personas.hacker })).toBeVisible();
    await expect(main.getByText("Here now")).toHaveCount(0);
    await expect(main.getByRole("heading", { name: "Interests" })).toHaveCount(0);
    await expect(main.getByText(/block/iu)).toHaveCount(0);
  });
  await ines.graph("mutation ($id: ID!) { blockPerson(personId: $id, blocked: false) }", { id: jun.id });
});

test("a removed message is gone from toast, bell and notifications of who was told of it", async ({
  people,
}) => {
  const jun = await people.persona("attendee");
  const ines = await people.persona("hacker");
  const { slug, id } = await demoEvent(jun);
  const roomId = await befriend(jun, ines, id);
  await jun.graph("mutation { markNotificationsRead(ids: []) }");
  await jun.page.goto(`/e/${slug}/agenda`);
  const list = await jun.context.newPage();
  await list.goto("/notifications");
  await expect(list.getByRole("heading", { level: 1, name: "Notifications" })).toBeVisible();
  const secret = `My number is ${Date.now()}`;

  await test.step("Ines writes, and Jun is told everywhere", async () => {
    await ines.page.goto(`/e/${slug}/messages/${roomId}`);
    const field = ines.page.getByRole("textbox", { name: `Write to ${personas.attendee}` });
    await field.fill(secret);
    await field.press("Enter");
    await expect(jun.page.getByRole("region", { name: /Notifications/u }).getByText(secret)).toBeVisible();
    await expect(list.getByRole("main").getByText(secret)).toBeVisible();
  });

  await test.step("she removes it, and nothing says it any more", async () => {
    const said = await conversation(ines, roomId);
    await ines.graph(remove, { id: said?.last.id });
    for (const page of [jun.page, list]) await expect(page.getByText(secret)).toHaveCount(0);
    await jun.page.getByRole("button", { name: /^Notifications/u }).click();
    const bell = jun.page.getByRole("dialog", { name: "Notifications" });
    await expect(bell).toBeVisible();
    await expect(bell.getByText(secret)).toHaveCount(0);
    const { notifications } = await jun.graph<{
      notifications: { unread: number; items: { subject: string }[] };
    }>("{ notifications { unread items { subject } } }");
    expect([notifications.unread, notifications.items.filter(({ subject }) => subject === secret)]).toEqual([
      0,
      [],
    ]);
    expect(await conversation(jun, roomId)).toMatchObject({ last: { body: "", removed: true }, unread: 0 });
  });
});
