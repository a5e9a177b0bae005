// A browser as somebody has it: whose device, who is signed in, how slow it is; and what its pages are asked.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

export const needs = createRequire(
  new URL("../../../web/package.json", import.meta.url),
);
const { chromium } = needs("@playwright/test");

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const devices = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  },
};
/** 1.6 Mbit/s down, 750 kbit/s up, 150 ms. */
const slowNetwork = {
  offline: false,
  latency: 150,
  downloadThroughput: 1.6e6 / 8,
  uploadThroughput: 750e3 / 8,
};
/** Nothing is on its way for so long (ms): the page has come to rest; for how long that is waited for. */
const still = 1_500;
const patience = 60_000;

/** What of a place somebody wants to see, by the last part of its address. */
const wanted = {
  lobby: 'main a[href*="/sessions/"]',
  agenda: 'main a[href*="/sessions/"]',
  people: 'main a[href*="/people/"]',
  matches: "main [data-card]",
};

export const launched = () =>
  chromium.launch({
    executablePath: process.env.HALLWAY_CHROMIUM ?? places.find(existsSync),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });

/** A page of somebody (`as` a persona of the demo, or nobody) with empty caches, `cpu` times slower. */
export async function opened(
  browser,
  base,
  { device, as = null, cpu = 1, network = false },
) {
  const context = await browser.newContext({
    baseURL: base,
    locale: "en-GB",
    timezoneId: "Europe/Brussels",
    ...devices[device],
  });
  context.setDefaultTimeout(patience);
  if (as) await posted(context.request, "/session/demo", { persona: as });
  await context.addInitScript(watch, wanted);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  if (network) await cdp.send("Network.emulateNetworkConditions", slowNetwork);
  if (cpu > 1) await cdp.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  const rests = atRest(page);
  return { context, page, cdp, rests };
}

export async function posted(request, path, data) {
  const answer = await request.post(path, { data });
  if (!answer.ok())
    throw new Error(
      `${path} answers ${answer.status()}: ${await answer.text()}`,
    );
  return answer.json();
}

/** Waits until nothing has been on its way for a while. */
function atRest(page) {
  let open = 0;
  let moved = performance.now();
  const count = (by) => () => ((open += by), (moved = performance.now()));
  page.on("request", count(1));
  page.on("requestfinished", count(-1));
  page.on("requestfailed", count(-1));
  return async () => {
    const until = performance.now() + patience;
    moved = performance.now();
    while (open > 0 || performance.now() - moved < still) {
      if (performance.now() > until)
        throw new Error(`${page.url()} did not come to rest`);
      await page.waitForTimeout(100);
    }
  };
}

/** Runs in the page, before its own scripts: keeps what the browser tells of it in `views`. */
function watch(wanted) {
  const views = (window.views = {
    lcp: null,
    fcp: 0,
    shifts: [],
    tasks: [],
    interactions: [],
    pressed: 0,
  });
  const observe = (type, each, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({
      type,
      buffered: true,
      ...more,
    });
  observe("largest-contentful-paint", ({ startTime, element, url }) => {
    const words = url || (element?.textContent ?? "").trim().slice(0, 50);
    views.lcp = {
      at: startTime,
      what: `<${element?.localName ?? "gone"}> ${words}`,
    };
  });
  observe("paint", ({ name, startTime }) => {
    if (name === "first-contentful-paint") views.fcp = startTime;
  });
  observe("layout-shift", ({ value, startTime, hadRecentInput, sources }) => {
    const { node } = sources?.[0] ?? {};
    const words = (node?.textContent ?? "").trim().slice(0, 30);
    const what = `<${node?.localName ?? node?.nodeName ?? "gone"}> ${words}`;
    if (!hadRecentInput) views.shifts.push({ at: startTime, value, what });
  });
  observe("longtask", ({ startTime, duration }) =>
    views.tasks.push({ at: startTime, ms: duration }),
  );
  observe(
    "event",
    ({ interactionId, name, duration }) =>
      interactionId && views.interactions.push({ name, ms: duration }),
    { durationThreshold: 16 },
  );
  addEventListener("click", ({ timeStamp }) => (views.pressed = timeStamp), {
    capture: true,
  });
  /** When what is wanted of `place` was first in a drawn frame. */
  views.shown = (place) =>
    new Promise((done) => {
      const there = () =>
        location.pathname.endsWith(`/${place}`) &&
        [...document.querySelectorAll(wanted[place])].some((one) =>
          one.checkVisibility({ visibilityProperty: true }),
        );
      const look = () =>
        there()
          ? setTimeout(() => done(performance.now()))
          : requestAnimationFrame(look);
      requestAnimationFrame(look);
    });
  const here = location.pathname.split("/").at(-1);
  if (here in wanted) views.first = views.shown(here);
}

/** The page's main thread: ms of the processor's time that its tasks took so far. */
export async function worked(cdp) {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value * 1e3;
}

/** Opens a place by its address: ms until what is wanted of it is there. */
export async function arrive(page, slug, place) {
  await page.goto(`/e/${slug}/${place}`, { waitUntil: "commit" });
  return page.evaluate(() => window.views.first);
}
