// On a slow phone with a slow network and empty caches: what the page load is like.
import { opened } from "./browser.mjs";

const pages = [
  ["landing", () => "/", null],
  ["login", () => "/login", null],
  ["event page", (slug) => `/e/${slug}`, null],
  ["lobby", (slug) => `/e/${slug}/lobby`, "attendee"],
  ["agenda", (slug) => `/e/${slug}/agenda`, "attendee"],
  ["matches", (slug) => `/e/${slug}/matches`, "attendee"],
  ["people", (slug) => `/e/${slug}/people`, "attendee"],
];

export async function phone({ browser, base, slug, tell }) {
  for (const [name, path, as] of pages) {
    const { context, page, rests } = await opened(browser, base, {
      device: "phone",
      as,
      cpu: 4,
      network: true,
    });
    await page.goto(path(slug), { waitUntil: "load" });
    await rests();
    const { lcp, fcp, shifts, tasks } = await page.evaluate(() => ({
      ...window.views,
      interactions: [],
      first: null,
    }));
    if (!lcp) throw new Error(`${name}: nothing was drawn`);
    const worst = shifts.toSorted((a, b) => b.value - a.value)[0];
    tell(`${name}: LCP`, lcp.at, {
      note: `${lcp.what}; first paint at ${Math.round(fcp)} ms`,
    });
    tell(`${name}: CLS`, layoutShift(shifts), {
      unit: "",
      note: worst && `${worst.what} at ${Math.round(worst.at)} ms`,
    });
    tell(`${name}: blocked`, blocked(tasks, fcp));
    tell(`${name}: longest task`, Math.max(0, ...tasks.map(({ ms }) => ms)));
    await context.close();
  }
}

/** Cumulative layout shift: the worst run of shifts, at most 1 s apart and 5 s in all. */
export function layoutShift(shifts) {
  let [worst, sum, began, last] = [0, 0, -Infinity, -Infinity];
  for (const { at, value } of shifts) {
    if (at - last > 1_000 || at - began > 5_000) [sum, began] = [0, at];
    sum += value;
    last = at;
    worst = Math.max(worst, sum);
  }
  return worst;
}

/** Total blocking time: what tasks after the first paint took over 50 ms, until the page rests. */
const blocked = (tasks, fcp) =>
  tasks.filter(({ at }) => at >= fcp).reduce((sum, { ms }) => sum + ms - 50, 0);
