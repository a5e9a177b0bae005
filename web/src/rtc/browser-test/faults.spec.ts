import { expect } from "@playwright/test";

import { test } from "./pages";
import { connected, flows, pair, peers, start } from "./people";
import { UdpProxy } from "./udp-proxy";

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

test("a first offer that comes after all patience: a new path is looked for only where there is one", async ({ person }) => {
  const pages = [await person(), await person()] as const;
  await start(pages[0], "ada", { late: true });
  await start(pages[1], "ben", { late: true });
  for (const page of pages) {
    await expect.poll(() => page.evaluate(() => window.harness.waitedInVain)).toBeGreaterThan(0);
    await page.evaluate(() => window.harness.live.restartIce()); // by hand, and by the network, as well
    await page.evaluate(() => window.harness.network.dispatchEvent(new Event("change")));
  }
  for (const page of pages) await page.evaluate(() => window.harness.letThrough());
  for (const page of pages) {
    await connected(page, 1);
    await flows(page, ["camera", "energy"]);
    expect(await page.evaluate(() => window.harness.faults), "never made anew").toEqual([]);
  }
});

test("a relay that loses, doubles and reorders", async ({ person }) => {
  const weather = { lost: 0.2, doubled: 0.3, delayMs: 400 };
  const pages = [await person(), await person(), await person()];
  await Promise.all(pages.map((page, index) => start(page, ["ada", "ben", "cleo"][index] ?? "", { weather })));
  for (const page of pages) await connected(page, 2);
  for (let round = 0; round < 5; round++) {
    const before = await Promise.all(pages.map((page) => page.evaluate(() => window.harness.descriptions())));
    await Promise.all(pages.map((page) => page.evaluate(() => window.harness.live.restartIce())));
    // Into the middle of it: each has heard something of this round, and nobody all of it.
    for (const [index, page] of pages.entries())
      await expect.poll(() => page.evaluate(() => window.harness.descriptions())).toBeGreaterThan(before[index] ?? 0);
  }
  for (const page of pages) {
    await expect.poll(() => page.evaluate(() => window.harness.stable())).toBe(true);
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
  await expect.poll(() => ada.evaluate(() => window.harness.connections.length)).toBe(2);
  for (const page of [ada, ben]) {
    await connected(page, 1);
    await flows(page, ["camera", "energy"]);
    expect(await page.evaluate(() => window.harness.open().length)).toBe(1);
  }
});

test("whose signalling breaks stays while their media flow; who is removed goes at once", async ({ person }) => {
  const [ada, ben] = await pair(person);
  await ben.evaluate(() => window.harness.hub?.depart("lost"));
  await ada.waitForFunction(() => window.harness.hub?.departures === 1);
  await flows(ada, ["camera", "energy"]);
  expect(await peers(ada)).toHaveLength(1);
  await ben.evaluate(() => window.harness.hub?.announce());
  await ben.evaluate(() => window.harness.hub?.depart("left"));
  await expect.poll(() => peers(ada)).toEqual([]);
});

test("bad conditions are told, and a cut of all packets is survived", async ({ person, context }) => {
  const proxy = new UdpProxy();
  await context.exposeFunction("front", (address: string, port: number) => proxy.front(address, port));
  const pages = await pair(person, { proxied: true });
  await flows(pages[0], ["camera", "energy"]);
  await expect.poll(() => proxy.passed).toBeGreaterThan(100);
  proxy.loss = 0.3;
  await expect.poll(async () => (await peers(pages[0]))[0]?.quality.level).toBe("poor");
  proxy.loss = 1;
  for (const page of pages) {
    await expect.poll(async () => (await peers(page))[0]?.status).toBe("reconnecting");
  }
  // eslint-disable-next-line no-restricted-syntax -- how long it is cut is what is tested
  await pages[0].waitForTimeout(20_000);
  proxy.loss = 0;
  for (const page of pages) {
    await connected(page, 1);
    await flows(page, ["camera", "energy"]);
  }
  proxy.close();
});
