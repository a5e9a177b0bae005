import { expect, type Page } from "@playwright/test";

import { test } from "./pages";
import { UdpProxy } from "./udp-proxy";

const ROOM = "call";

const start = (page: Page, id: string, more: object = {}): Promise<void> =>
  page.evaluate((options) => window.harness.start(options), { id, room: ROOM, ...more });

const peers = (page: Page) => page.evaluate(() => window.harness.peers());

async function connected(page: Page, others: number): Promise<void> {
  await expect
    .poll(async () => (await peers(page)).filter((peer) => peer.status === "connected").length, { timeout: 40_000 })
    .toBe(others);
}

/** Fails unless pictures and sound arrive between now and a little later. */
async function flows(page: Page, what: readonly ("camera" | "screen" | "energy")[]): Promise<void> {
  const before = await page.evaluate(() => window.harness.received());
  for (const name of what) {
    await expect
      .poll(async () => (await page.evaluate(() => window.harness.received()))[name], { timeout: 20_000, message: name })
      .toBeGreaterThan(before[name]);
  }
}

async function pair(person: () => Promise<Page>, more: object = {}): Promise<[Page, Page]> {
  const pages: [Page, Page] = [await person(), await person()];
  await start(pages[0], "ada", more);
  await start(pages[1], "ben", more);
  for (const page of pages) await connected(page, 1);
  return pages;
}

test("two people see and hear each other, and each knows how the other is doing", async ({ person }) => {
  for (const page of await pair(person)) {
    await flows(page, ["camera", "energy"]);
    await expect.poll(async () => (await peers(page))[0]?.quality.level, { timeout: 10_000 }).toBe("good");
    const [other] = await peers(page);
    expect(other).toMatchObject({ muted: false, camera: true, screen: false, tracks: { audio: 1, camera: 1, screen: 1 } });
    expect(other?.quality.framesDecoded).toBeGreaterThan(0);
    await expect.poll(() => page.evaluate(() => window.harness.peers()[0]?.speaking), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => page.evaluate(() => window.harness.activeSpeaker())).toBe(other?.id);
    await expect.poll(() => page.evaluate(() => window.harness.live.local.level.getSnapshot())).toBeGreaterThan(0);
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
  expect(await fifth.evaluate(() => window.harness.live.state.getSnapshot().refusal)).toBe("full");
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

test("both offer at once, fifty times", async ({ person }) => {
  const pages = await pair(person);
  for (let round = 0; round < 50; round++) {
    const at = Date.now() + 30;
    const how = round % 2 === 0 ? "plain" : "restart";
    await Promise.all(pages.map((page) => page.evaluate(([a, h]) => window.harness.offerAt(a, h), [at, how] as const)));
    for (const page of pages) await expect.poll(() => page.evaluate(() => window.harness.stable())).toBe(true);
  }
  const collisions = await Promise.all(pages.map((page) => page.evaluate(() => window.harness.collisions)));
  expect(collisions[0], "the polite one gave way").toBeGreaterThan(10);
  expect(collisions[1], "the impolite one did not").toBe(0);
  for (const page of pages) {
    expect(await page.evaluate(() => window.harness.connections.length), "never made anew").toBe(1);
    expect(await page.evaluate(() => window.harness.media())).toBe(3);
    await connected(page, 1);
    await flows(page, ["camera", "energy"]);
  }
});

for (const [how, crash] of [
  ["reloads", false],
  ["crashes and comes back", true],
] as const) {
  test(`a person who ${how} is in the call again, and what is left of the life before changes nothing`, async ({ person }) => {
    const [ada, ben] = await pair(person, { crash });
    for (let time = 0; time < 2; time++) {
      await ben.reload();
      await start(ben, "ben", { crash });
      await connected(ben, 1);
      await connected(ada, 1);
      for (const page of [ada, ben]) await flows(page, ["camera", "energy"]);
    }
    const before = await ada.evaluate(() => window.harness.connections.length);
    await ada.evaluate(() => window.harness.replay());
    for (const page of [ada, ben]) await flows(page, ["camera", "energy"]);
    expect(await ada.evaluate(() => window.harness.connections.length)).toBe(before);
    expect(await ada.evaluate(() => window.harness.open().length)).toBe(1);
  });
}

test("a change of network restarts ICE without a break", async ({ person }) => {
  const pages = await pair(person);
  const before = await Promise.all(pages.map((page) => page.evaluate(() => window.harness.fragments())));
  await pages[0].evaluate(() => window.harness.network.dispatchEvent(new Event("change")));
  for (const [index, page] of pages.entries()) {
    await expect.poll(() => page.evaluate(() => window.harness.fragments())).not.toEqual(before[index]);
    await connected(page, 1);
    await flows(page, ["camera", "energy"]);
    expect(await page.evaluate(() => window.harness.connections.length)).toBe(1);
  }
});

test("mute, camera and screen change what is sent, and negotiate nothing", async ({ person }) => {
  const [ada, ben] = await pair(person);
  await flows(ben, ["camera", "energy"]);
  const before = await ben.evaluate(() => window.harness.descriptions());

  await ada.evaluate(() => window.harness.live.local.setMuted(true));
  await expect.poll(async () => (await peers(ben))[0]?.muted).toBe(true);
  await expect.poll(() => ada.evaluate(() => window.harness.live.local.level.getSnapshot())).toBe(0);
  await ben.waitForTimeout(500); // what was on its way has arrived
  const silent = await ben.evaluate(() => window.harness.received());
  await ben.waitForTimeout(1500);
  expect((await ben.evaluate(() => window.harness.received())).energy - silent.energy).toBeLessThan(1e-6);

  await ada.evaluate(() => window.harness.live.local.setCamera(false));
  await expect.poll(async () => (await peers(ben))[0]?.camera).toBe(false);
  expect(await ada.evaluate(() => window.harness.opened.filter((track) => track.readyState === "live").length)).toBe(1);
  await ben.waitForTimeout(500);
  const dark = await ben.evaluate(() => window.harness.received());
  await ben.waitForTimeout(1000);
  expect((await ben.evaluate(() => window.harness.received())).camera).toBe(dark.camera);

  await ada.evaluate(() => window.harness.live.local.setMuted(false));
  await ada.evaluate(() => window.harness.live.local.setCamera(true));
  await flows(ben, ["camera", "energy"]);

  await ada.evaluate(() => window.harness.live.local.setScreen(true));
  expect(await ada.evaluate(() => window.harness.live.local.state.getSnapshot().screen.problem)).toBeNull();
  await expect.poll(async () => (await peers(ben))[0]?.screen).toBe(true);
  await flows(ben, ["camera", "screen", "energy"]);
  await ada.evaluate(() => window.harness.unplug("screen"));
  await expect.poll(async () => (await peers(ben))[0]?.screen).toBe(false);
  expect(await ada.evaluate(() => window.harness.live.local.state.getSnapshot().screen.problem)).toBeNull();

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
    window.harness.start({ id: "ada", room: "call" });
    window.harness.live.leave();
  });
  await page.waitForTimeout(1000);
  expect(await page.evaluate(() => window.harness.opened.filter((track) => track.readyState === "live").length)).toBe(0);
});

test("a relay that loses, doubles and reorders", async ({ person }) => {
  test.setTimeout(120_000);
  const weather = { lost: 0.2, doubled: 0.3, delayMs: 400 };
  const pages = [await person(), await person(), await person()];
  await Promise.all(pages.map((page, index) => start(page, ["ada", "ben", "cleo"][index] ?? "", { weather })));
  for (const page of pages) await connected(page, 2);
  for (let round = 0; round < 5; round++) {
    await Promise.all(pages.map((page) => page.evaluate(() => window.harness.live.restartIce())));
    await pages[0]?.waitForTimeout(700);
  }
  for (const page of pages) {
    await expect.poll(() => page.evaluate(() => window.harness.stable()), { timeout: 40_000 }).toBe(true);
    await connected(page, 2);
    await flows(page, ["camera", "energy"]);
  }
  await pages[2]?.evaluate(() => window.harness.replay());
  for (const page of pages) {
    await flows(page, ["camera", "energy"]);
    expect(await page.evaluate(() => window.harness.faults), "never made anew").toEqual([]);
  }
});

test("nonsense from a peer costs one connection, which is made anew; from others, nothing", async ({ person }) => {
  const [ada, ben] = await pair(person);
  await ada.evaluate(() => {
    const hostile = [null, 7, "x", [], {}, { from: "x", to: null, body: null }, { from: "a", to: "b", body: { kind: "bye", reason: "full" } }];
    for (const message of hostile) for (const from of ["ben", "mallory", "ada"]) window.harness.hub?.inject(from, message);
    window.harness.hub?.inject("mallory", { from: "m", to: null, body: { kind: "hello" } });
  });
  expect(await peers(ada)).toHaveLength(1);
  await flows(ada, ["camera", "energy"]);
  expect(await ada.evaluate(() => window.harness.connections.length)).toBe(1);
  await ada.evaluate(() => window.harness.nonsense());
  await expect.poll(() => ada.evaluate(() => window.harness.connections.length), { timeout: 10_000 }).toBe(2);
  for (const page of [ada, ben]) {
    await connected(page, 1);
    await flows(page, ["camera", "energy"]);
    expect(await page.evaluate(() => window.harness.open().length)).toBe(1);
  }
});

test("whose signalling breaks stays while their media flow; who is removed goes at once", async ({ person }) => {
  const [ada, ben] = await pair(person);
  await ben.evaluate(() => window.harness.hub?.depart("lost"));
  await ada.waitForTimeout(300);
  await flows(ada, ["camera", "energy"]);
  expect(await peers(ada)).toHaveLength(1);
  await ben.evaluate(() => window.harness.hub?.announce());
  await ben.evaluate(() => window.harness.hub?.depart("left"));
  await expect.poll(() => peers(ada)).toEqual([]);
});

test("bad conditions are told, and a cut of all packets is survived", async ({ person, context }) => {
  test.setTimeout(120_000);
  const proxy = new UdpProxy();
  await context.exposeFunction("front", (address: string, port: number) => proxy.front(address, port));
  const pages = await pair(person, { proxied: true });
  await flows(pages[0], ["camera", "energy"]);
  expect(proxy.passed).toBeGreaterThan(100);
  proxy.loss = 0.3;
  await expect.poll(async () => (await peers(pages[0]))[0]?.quality.level, { timeout: 20_000 }).toBe("poor");
  proxy.loss = 1;
  for (const page of pages) {
    await expect.poll(async () => (await peers(page))[0]?.status, { timeout: 30_000 }).toBe("reconnecting");
  }
  await pages[0].waitForTimeout(20_000);
  proxy.loss = 0;
  for (const page of pages) {
    await connected(page, 1);
    await flows(page, ["camera", "energy"]);
  }
  proxy.close();
});
