import { demoEvent } from "./support/demo";
import { expect, test } from "./support/people";
import { settled } from "./support/screen";

/** What a page counts of its own moves, until it is asked. */
const watchShifts = () => {
  const shifts: number[] = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[])
      if (!entry.hadRecentInput) shifts.push(entry.value);
  }).observe({ type: "layout-shift", buffered: true });
  Object.assign(window, { shifts });
};

test("nothing moves while a page gets its data", async ({ people }) => {
  const visitor = await people.persona("attendee");
  const { slug } = await demoEvent(visitor);
  const { page } = visitor;
  await page.addInitScript(watchShifts);
  for (const width of [1440, 390])
    for (const path of ["/settings", `/e/${slug}/people`, `/e/${slug}/lobby`, `/e/${slug}/agenda`])
      await test.step(`${path}, ${width} px`, async () => {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(path);
        await settled(page);
        const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
        // A fifth of what is called good. The lobby is drawn for everybody first: for who starred what is on, another
        // session takes its first card, whose text may be longer.
        const most = path.endsWith("/lobby") ? 0.1 : 0.02;
        expect
          .soft(
            shifts.reduce((sum, shift) => sum + shift, 0),
            `${path}, ${width} px`,
          )
          .toBeLessThan(most);
      });
});

test("who wants less motion gets none at all", async ({ people }) => {
  const { page } = await people.nobody();
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
  await page.goto("/");
  await settled(page);
  const running = await page.evaluate(async () => {
    document.documentElement.classList.toggle("dark");
    document.body.getBoundingClientRect();
    await new Promise(requestAnimationFrame);
    return document.getAnimations().length;
  });
  expect(running).toBe(0);
  const moving = await page.evaluate(() =>
    Array.from(document.querySelectorAll("a, button"), (one) => getComputedStyle(one).transitionProperty),
  );
  expect(new Set(moving)).toEqual(new Set(["none"]));
});
