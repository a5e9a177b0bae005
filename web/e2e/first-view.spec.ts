import { demoEvent, register } from "./support/demo";
import { expect, test } from "./support/people";

const onNow = { name: "On now", level: 2 } as const;

test("the lobby is there before any script, with what is on", async ({ people }) => {
  const { page } = await people.persona("attendee", { javaScriptEnabled: false });
  const { slug, name } = await demoEvent(await people.nobody());
  await page.goto(`/e/${slug}/lobby`);
  await expect(page.getByRole("heading", onNow)).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Venue" }).first()).toBeVisible();
  await expect(page.getByText(name).first()).toBeVisible();
  await expect(page.getByText(/needs JavaScript/u)).toBeVisible();
});

test("what a page asks first comes with it, and is not asked again", async ({ people }) => {
  const { page } = await people.persona("attendee");
  const { slug } = await demoEvent(await people.nobody());
  const asked: string[] = [];
  page.on("request", (request) => {
    const { operationName } = (request.postDataJSON() ?? {}) as { operationName?: string };
    if (request.url().endsWith("/graphql")) asked.push(String(operationName));
  });
  const answer = await page.goto(`/e/${slug}/lobby`);
  expect(answer?.headers()["cache-control"]).toBe("private, no-store");
  await expect(page.getByRole("main").getByRole("article").first()).toBeVisible();
  await expect(page.getByLabel("Message #lobby")).toBeVisible();
  await expect.poll(() => asked).toContain("Notifications");
  for (const first of ["LiveEvent", "MyEvent", "Matching", "EventRoom"])
    expect.soft(asked).not.toContain(first);
});

test("who is not of the event is not shown around first", async ({ people }) => {
  const { slug } = await demoEvent(await people.nobody());
  const stranger = await people.newcomer("Nora Fernweh");
  const answer = await stranger.page.goto(`/e/${slug}/lobby`);
  expect(await answer?.text()).not.toContain("On now");
  await expect(stranger.page.getByRole("button", { name: "Register and come in" })).toBeVisible();
});

test("the place of what needs me is kept free, so that nothing moves when it comes", async ({ people }) => {
  const visitor = await people.newcomer("Timo Sterntaler");
  const event = await demoEvent(await people.nobody());
  await register(visitor, event.id);
  const [next] = event.nowNext.next;
  await visitor.graph("mutation ($id: ID!) { starSession(sessionId: $id, starred: true) }", { id: next });
  const { page } = visitor;
  // The page as it is painted at first: its own scripts come later.
  await page.route("**/*.js", (route) => route.abort());
  visitor.faults.expect(/ERR_FAILED/u);
  await page.goto(`/e/${event.slug}/lobby`);
  const before = await page.getByRole("heading", onNow).boundingBox();
  await page.unroute("**/*.js");
  await page.reload();
  await expect(page.getByRole("region", { name: "Needs you" })).toBeVisible();
  const after = await page.getByRole("heading", onNow).boundingBox();
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(9);
});

test("what is typed before the scripts are here counts", async ({ people }) => {
  const { page } = await people.persona("attendee");
  const { slug } = await demoEvent(await people.nobody());
  let go = () => {};
  const gone = new Promise<void>((resolve) => (go = resolve));
  await page.route("**/*.js", async (route) => {
    await gone;
    await route.continue();
  });
  await page.goto(`/e/${slug}/people`, { waitUntil: "commit" });
  await page.getByRole("searchbox").fill("engineer");
  go();
  await expect(page).toHaveURL(/\?q=engineer$/u);
  await expect(page.getByRole("searchbox")).toHaveValue("engineer");
});
