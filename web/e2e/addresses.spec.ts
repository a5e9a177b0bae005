import { demoEvent } from "./support/demo";
import { expect, test } from "./support/people";

const unknown = "01890000-0000-7000-8000-000000000000";

test("an address with something else in place of an id is not found, and says so in people's words", async ({
  people,
}) => {
  const visitor = await people.persona("attendee");
  const { slug } = await demoEvent(visitor);
  const { page } = visitor;
  visitor.faults.expect(/ 404 Not Found .*(xyz|no-such|00000000)/u);
  for (const path of [
    `/e/${slug}/call/xyz`,
    `/e/${slug}/call/${unknown}0`,
    `/e/${slug}/people/xyz`,
    `/e/${slug}/messages/xyz`,
    `/e/${slug}/sessions/xyz`,
    "/e/no-such-event/lobby",
    "/e/no-such-event",
    "/messages/xyz",
    "/no-such-page",
  ])
    await test.step(path, async () => {
      await page.goto(path);
      await expect(page.getByRole("main")).toHaveCount(1);
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toHaveText(
        /nothing here|not on the programme|nobody here/u,
      );
      await expect(page.getByText(/UUID|\$\./u)).toHaveCount(0);
      await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
    });
});

test("who is signed in loads a page that is not there once: it is looked for again without", async ({
  people,
}) => {
  const visitor = await people.persona("attendee");
  const { slug } = await demoEvent(visitor);
  const { page } = visitor;
  visitor.faults.expect(/ 404 Not Found .*no-such/u);
  const loads: string[] = [];
  page.on("request", (request) => request.isNavigationRequest() && loads.push(request.url()));
  for (const path of ["/no-such-page", `/e/${slug}/no-such-page`]) {
    const again = page.waitForResponse((answer) => answer.request().method() === "HEAD");
    await page.goto(path);
    expect((await again).status()).toBe(404);
  }
  await page.getByRole("link", { name: "Hallway" }).first().click();
  await page.waitForURL((url) => url.pathname === "/");
  expect(loads).toHaveLength(2);
});

test("a call, a person and a conversation that nobody knows have a page that says so", async ({ people }) => {
  const visitor = await people.persona("attendee");
  const { slug } = await demoEvent(visitor);
  const { page } = visitor;
  for (const part of ["call", "people", "messages"])
    await test.step(part, async () => {
      await page.goto(`/e/${slug}/${part}/${unknown}`);
      await expect(page.getByRole("main")).toHaveCount(1);
      await expect(page.getByRole("main").getByRole("heading", { level: 1 }).first()).toBeVisible();
    });
});
