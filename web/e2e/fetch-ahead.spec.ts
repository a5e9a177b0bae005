import { demoEvent } from "./support/demo";
import { expect, test } from "./support/people";
import { settled } from "./support/screen";

test("a page fetches no other page ahead, but for who is about to follow a link", async ({ people }) => {
  const visitor = await people.persona("attendee");
  const { slug } = await demoEvent(visitor);
  const { page } = visitor;
  const ahead: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("_rsc=")) ahead.push(new URL(request.url()).pathname);
  });
  await page.goto(`/e/${slug}/lobby`);
  await settled(page);
  expect(ahead).toEqual([]);
  const link = page.getByRole("link", { name: /^People\b/u }).first();
  await link.hover();
  await expect.poll(() => ahead).toContain(`/e/${slug}/people`);
  await link.click();
  await expect(page).toHaveURL(new RegExp(`/e/${slug}/people$`, "u"));
});
