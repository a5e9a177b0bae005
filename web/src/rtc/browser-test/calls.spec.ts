import { expect, type Page } from "@playwright/test";

import { test } from "./pages";
import { connected, flows, pair, peers, start } from "./people";

/** What arrives while a second and a half of sound is played: its energy, and the pictures beside it. */
async function meanwhile(page: Page): Promise<{ energy: number; camera: number }> {
  const received = () => page.evaluate(() => window.harness.received());
  const before = await received();
  let after = before;
  await expect
    .poll(async () => (after = await received()).heard, { message: "sound is played" })
    .toBeGreaterThan(before.heard + 1.5);
  return { energy: after.energy - before.energy, camera: after.camera - before.camera };
}

test("two people see and hear each other, and each knows how the other is doing", async ({ person }) => {
  for (const page of await pair(person)) {
    await flows(page, ["camera", "energy"]);
    await expect.poll(async () => (await peers(page))[0]?.quality.level).toBe("good");
    const [other] = await peers(page);
    expect(other).toMatchObject({ muted: false, camera: true, screen: false, tracks: { audio: 1, camera: 1, screen: 1 } });
    expect(other?.quality.framesDecoded).toBeGreaterThan(0);
    await page.waitForFunction(() => window.harness.peers()[0]?.speaking, null);
    await page.waitForFunction((id) => window.harness.activeSpeaker() === id, other?.id);
    // At every frame: the device beeps twice a second for a moment, and once a second would look between the beeps.
    await page.waitForFunction(() => window.harness.live.local.level.get() > 0, null);
  }
});

test("four people are all connected to all; a fifth is refused and the four go on", async ({ person }) => {
  const ids = ["ada", "ben", "cleo", "dan"];
  const pages: Page[] = [];
  for (const id of ids) {
    const page = await person();
    pages.push(page);
    await start(page, id);
    await Promise.all(pages.map((one) => connected(one, pages.length - 1)));
  }
  for (const page of pages) await flows(page, ["camera", "energy"]);
  const fifth = await person();
  await start(fifth, "eve");
  await expect.poll(() => fifth.evaluate(() => window.harness.status())).toBe("refused");
  expect(await fifth.evaluate(() => window.harness.live.state.get().refusal)).toBe("full");
  expect(await fifth.evaluate(() => window.harness.opened.every((track) => track.readyState === "ended"))).toBe(true);
  for (const page of pages) await connected(page, 3);
  await pages[3]?.evaluate(() => window.harness.live.leave());
  for (const page of pages.slice(0, 3)) {
    await connected(page, 2);
    expect(await peers(page)).toHaveLength(2);
    await flows(page, ["camera", "energy"]);
  }
});

test("three people who arrive at the same moment find each other", async ({ person }) => {
  const pages = [await person(), await person(), await person()];
  await Promise.all(pages.map((page, index) => start(page, ["ada", "ben", "cleo"][index] ?? "")));
  for (const page of pages) await connected(page, 2);
  for (const page of pages) await flows(page, ["camera", "energy"]);
});

test("mute, camera and screen change what is sent, and negotiate nothing", async ({ person }) => {
  const [ada, ben] = await pair(person);
  await flows(ben, ["camera", "energy"]);
  const before = await ben.evaluate(() => window.harness.descriptions());
  const { energy: spoken } = await meanwhile(ben);
  expect(spoken).toBeGreaterThan(0);

  await ada.evaluate(() => window.harness.live.local.setMuted(true));
  await expect.poll(async () => (await peers(ben))[0]?.muted).toBe(true);
  await expect.poll(() => ada.evaluate(() => window.harness.live.local.level.get())).toBe(0);
  // What was on its way comes first.
  await expect
    .poll(async () => (await meanwhile(ben)).energy, { message: "what is left is comfort noise" })
    .toBeLessThan(spoken / 1000);

  await ada.evaluate(() => window.harness.live.local.setCamera(false));
  await expect.poll(async () => (await peers(ben))[0]?.camera).toBe(false);
  expect(await ada.evaluate(() => window.harness.opened.filter((track) => track.readyState === "live").length)).toBe(1);
  await expect.poll(async () => (await meanwhile(ben)).camera, { message: "it is dark" }).toBe(0);

  await ada.evaluate(() => window.harness.live.local.setMuted(false));
  await ada.evaluate(() => window.harness.live.local.setCamera(true));
  await flows(ben, ["camera", "energy"]);

  await ada.evaluate(() => window.harness.live.local.setScreen(true));
  expect(await ada.evaluate(() => window.harness.live.local.state.get().screen.problem)).toBeNull();
  await expect.poll(async () => (await peers(ben))[0]?.screen).toBe(true);
  await flows(ben, ["camera", "screen", "energy"]);
  await ada.evaluate(() => window.harness.unplug("screen"));
  await expect.poll(async () => (await peers(ben))[0]?.screen).toBe(false);
  expect(await ada.evaluate(() => window.harness.live.local.state.get().screen.problem)).toBeNull();

  for (const kind of ["microphone", "camera"] as const) {
    await ada.evaluate((which) => window.harness.unplug(which), kind); // the fake device stays, so it is opened again
    await flows(ben, ["camera", "energy"]);
  }
  expect(await ben.evaluate(() => window.harness.descriptions())).toBe(before);
});

test("a call begins with the camera off, and it can be turned on later", async ({ person }) => {
  const [ada, ben] = await pair(person, { camera: false });
  await flows(ben, ["energy"]);
  expect((await peers(ben))[0]).toMatchObject({ camera: false, muted: false });
  expect(await ada.evaluate(() => window.harness.opened.map((track) => track.kind))).toEqual(["audio"]);
  await ada.evaluate(() => window.harness.live.local.setCamera(true));
  await flows(ben, ["camera"]);
});

test("leaving frees every device, connection, timer and listener", async ({ person }) => {
  const [ada, ben] = await pair(person);
  await ada.evaluate(() => window.harness.live.local.setScreen(true));
  await flows(ben, ["camera", "screen"]);
  await ada.evaluate(() => {
    window.harness.live.leave();
    window.harness.live.leave();
  });
  await expect.poll(() => peers(ben)).toEqual([]);
  const left = await ada.evaluate(() => ({
    live: window.harness.opened.filter((track) => track.readyState === "live").length,
    opened: window.harness.opened.length,
    open: window.harness.open().length,
    contexts: window.harness.contexts.map((context) => context.state),
    listeners: window.harness.hub?.listeners,
    status: window.harness.status(),
  }));
  expect(left).toEqual({ live: 0, opened: 3, open: 0, contexts: ["closed"], listeners: 0, status: "left" });
  await ada.evaluate(() => window.harness.live.local.setCamera(true));
  expect(await ada.evaluate(() => window.harness.opened.length), "nothing opens after leaving").toBe(3);
});

test("a camera that opens after the call was left is closed at once", async ({ person }) => {
  const page = await person();
  await page.evaluate(() => {
    window.harness.hold();
    window.harness.start({ id: "ada", room: "call" });
  });
  await page.waitForFunction(() => window.harness.asking > 0);
  await page.evaluate(() => {
    window.harness.live.leave();
    window.harness.letGo();
  });
  await page.waitForFunction(() => window.harness.asking === 0 && window.harness.opened.length > 0);
  await page.waitForFunction(() => window.harness.opened.every((track) => track.readyState === "ended"));
});
