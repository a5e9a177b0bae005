// Scrolling the agenda's grid from end to end, both ways: what the main thread does for each frame, by the browser's own
// record.
import { arrive, opened } from "./browser.mjs";

/** Few, for recording is work too. */
const categories = ["disabled-by-default-devtools.timeline.frame", "toplevel"];
const task = "ThreadControllerImpl::RunTask";
/** px a second: a quick flick of the wheel. */
const speed = 3_000;

export async function grid({ browser, base, slug, tell }) {
  const { context, page, cdp, rests } = await opened(browser, base, {
    device: "desktop",
    as: "attendee",
  });
  await arrive(page, slug, "agenda");
  const box = page.locator("[data-agenda-grid]");
  await box.waitFor();
  await rests();
  const [wide, high] = await box.evaluate((one) => [
    one.scrollWidth - one.clientWidth,
    one.scrollHeight - one.clientHeight,
  ]);
  await box.evaluate((one) => one.scrollTo(0, 0));
  await rests();
  for (const [name, x, y] of [
    ["across", -wide, 0],
    ["down", 0, -high],
  ]) {
    const { frames, tasks } = await recorded(browser, async () => {
      for (const way of [1, -1])
        await cdp.send("Input.synthesizeScrollGesture", {
          x: 800,
          y: 600,
          xDistance: x * way,
          yDistance: y * way,
          speed,
          gestureSourceType: "mouse",
        });
    });
    if (frames < 10) throw new Error(`scrolling drew ${frames} frames`);
    const all = tasks.reduce((sum, one) => sum + one, 0);
    tell(`${name}: main thread for each frame`, all / frames, {
      note: `${frames} frames`,
    });
    tell(`${name}: longest task`, Math.max(...tasks));
  }
  await context.close();
}

/** Frames, and the processor's time (ms) that tasks took, of the renderer's main thread that did most. */
async function recorded(browser, act) {
  const cdp = await browser.newBrowserCDPSession();
  const events = [];
  cdp.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await cdp.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: categories },
  });
  await act();
  const over = new Promise((done) => cdp.once("Tracing.tracingComplete", done));
  await cdp.send("Tracing.end");
  await over;
  await cdp.detach();
  const mains = events.filter(
    ({ name, args }) =>
      name === "thread_name" && args.name === "CrRendererMain",
  );
  const found = mains.map(({ pid, tid }) => {
    const own = events.filter((one) => one.pid === pid && one.tid === tid);
    const tasks = own
      .filter(({ name }) => name === task)
      .map(({ tdur = 0 }) => tdur / 1e3);
    const frames = own.filter(
      ({ name }) => name === "BeginMainThreadFrame",
    ).length;
    return { frames, tasks };
  });
  return (
    found.toSorted((a, b) => b.frames - a.frames)[0] ?? { frames: 0, tasks: [] }
  );
}
