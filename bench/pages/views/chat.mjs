// A lobby in which 20 messages a second are said for ten seconds: what the main thread of somebody's page does for each,
// over what it does in ten seconds in which nobody says anything.
import { arrive, needs, opened, posted, worked } from "./browser.mjs";

const { request } = needs("@playwright/test");
const { io } = needs("socket.io-client");

const people = 8;
const apart = 50;
const seconds = 10;
const lines = [
  "Is anybody going to the Rust room after this?",
  "The queue for coffee is shorter on the left.",
  "That demo just worked, on the first try. I am suspicious. Does anybody have a link to the slides, or at least the name of the tool that they used for the flame graphs?",
  "`perf stat -d` says otherwise",
  "+1",
];

export async function chat({ browser, base, slug, tell }) {
  const { context, page, cdp, rests } = await opened(browser, base, {
    device: "desktop",
    as: "attendee",
  });
  await arrive(page, slug, "lobby");
  const log = page.getByRole("log");
  await log.waitFor();
  await rests();
  const senders = await Promise.all(
    Array.from({ length: people }, (_, i) => sender(base, slug, i)),
  );
  await rests();
  const before = await worked(cdp);
  await page.waitForTimeout(seconds * 1e3);
  const idle = (await worked(cdp)) - before;
  await page.evaluate(() => (window.views.tasks.length = 0));
  const busy = await worked(cdp);
  const count = (seconds * 1e3) / apart;
  const last = `and that was all of it, ${Date.now()}`;
  await said(senders, count, last);
  await log.getByText(last).waitFor();
  const spent = (await worked(cdp)) - busy;
  const tasks = await page.evaluate(() =>
    window.views.tasks.map(({ ms }) => ms),
  );
  tell("main thread for each message", (spent - idle) / count, {
    note: `${Math.round(idle)} ms in ${seconds} s of silence`,
  });
  tell("longest task while they come", Math.max(0, ...tasks));
  for (const { socket } of senders) socket.close();
  await context.close();
}

/** Somebody new who takes part in the event, and their socket. */
async function sender(base, slug, number) {
  const own = await request.newContext({ baseURL: base });
  await posted(own, "/session/register", {
    name: `Ada Number ${number}`,
    email: `views-${Date.now().toString(36)}-${number}@example.org`,
    password: "violet kettles hum over Tromso",
  });
  const graph = async (query, variables) => {
    const { data, errors } = await posted(own, "/graphql", {
      query,
      variables,
    });
    if (errors) throw new Error(errors[0].message);
    return data;
  };
  const { event } = await graph(
    "query ($slug: String!) { event(slug: $slug) { id } }",
    { slug },
  );
  const ids = { eventId: event.id };
  await graph(
    "mutation ($eventId: ID!) { registerForEvent(eventId: $eventId) { id } }",
    ids,
  );
  const { eventRoom } = await graph(
    "query ($eventId: ID!) { eventRoom(eventId: $eventId) { id } }",
    ids,
  );
  const { cookies } = await own.storageState();
  await own.dispose();
  const socket = io(base, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    extraHeaders: {
      Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    },
  });
  await new Promise((done, failed) =>
    socket.once("connect", done).once("connect_error", failed),
  );
  return { socket, roomId: eventRoom.id };
}

/** One message each time, by one after the other; resolves when each is acknowledged. */
async function said(senders, count, last) {
  const answers = [];
  for (let number = 0; number < count; number++) {
    const due = new Promise((done) => setTimeout(done, apart));
    const { socket, roomId } = senders[number % senders.length];
    const body =
      number === count - 1
        ? last
        : `${lines[number % lines.length]} (${number})`;
    answers.push(
      socket
        .timeout(10_000)
        .emitWithAck("chat.send", { roomId, id: uuid7(), body }),
    );
    await due;
  }
  for (const answer of await Promise.all(answers))
    if (answer?.ok === false) throw new Error(JSON.stringify(answer));
}

function uuid7() {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}
