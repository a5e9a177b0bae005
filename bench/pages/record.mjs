// What a browser does from the click to being in the lobby: every request and every message of the socket, and what each
// waited for, as JSON on stdout. A real Chromium loads the page once, signed in by its cookies.
//
//     node record.mjs WEB ORIGIN PATH COOKIES [LAST]
//
// WEB is a web folder with its tests' Playwright; COOKIES a JSON list as Playwright takes it; LAST the message whose
// acknowledgement ends it (without one, the network's rest does). Every answer is held back for 300 ms, so that what is
// asked at once and what is asked for an answer can be told apart: what ended before something began is what that may
// have waited for.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [web, origin, path, cookies, last = ""] = process.argv.slice(2);
const { chromium } = createRequire(join(web, "package.json"))(
  "@playwright/test",
);
const held = 300;
const rest = 2_500;
const patience = 60_000;
const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

const items = [];
let lastAt = 0;
let open = 0;
let movedAt = performance.now();

const moved = () => (movedAt = performance.now());
const begin = (item) => (
  items.push({ begun: performance.now(), ended: null, ...item }),
  moved(),
  items.at(-1)
);
const end = (item, more = {}) => (
  Object.assign(item, { ended: performance.now(), ...more }),
  moved()
);

/** Requests, by Chromium's own account: headers as they leave, sizes as they come. */
async function watchRequests(page) {
  const cdp = await page.context().newCDPSession(page);
  const of = new Map();
  const headers = new Map();
  cdp.on(
    "Network.requestWillBeSent",
    ({ requestId, request, type, redirectResponse }) => {
      if (redirectResponse && of.has(requestId)) {
        open--;
        end(of.get(requestId), {
          status: redirectResponse.status,
          bytes: redirectResponse.encodedDataLength,
        });
      }
      if (!request.url.startsWith(origin)) return;
      of.set(
        requestId,
        begin({
          kind: type,
          method: request.method,
          path: request.url.slice(origin.length),
          body: request.postData ?? "",
          headers: headers.get(requestId) ?? request.headers,
        }),
      );
      open++;
    },
  );
  cdp.on("Network.requestWillBeSentExtraInfo", (sent) => {
    headers.set(sent.requestId, sent.headers);
    if (of.has(sent.requestId)) of.get(sent.requestId).headers = sent.headers;
  });
  cdp.on("Network.responseReceived", ({ requestId, response }) => {
    if (of.has(requestId)) of.get(requestId).status = response.status;
  });
  const over = (failed) => (event) => {
    const item = of.get(event.requestId);
    if (!item || item.ended) return;
    open--;
    end(
      item,
      failed ? { failed: event.errorText } : { bytes: event.encodedDataLength },
    );
  };
  cdp.on("Network.loadingFinished", over(false));
  cdp.on("Network.loadingFailed", over(true));
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: held,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
}

/** Messages with an answer (`42<id>[name, …]`), and those without (`42[…]`). */
async function watchSocket(page) {
  await page.routeWebSocket(/\/socket\.io\//u, (route) => {
    const server = route.connectToServer();
    const socket = begin({ kind: "Socket", path: route.url() });
    const waiting = new Map();
    route.onMessage((text) => {
      const said = /^42(\d*)(\["([\w.]+)".*)$/su.exec(String(text));
      if (said) {
        const item = begin({
          kind: "Message",
          name: said[3],
          body: said[2],
          answered: said[1] !== "",
        });
        if (item.answered) waiting.set(said[1], item);
        else end(item);
      }
      server.send(text);
    });
    server.onMessage((text) => {
      setTimeout(() => {
        const answer = /^43(\d+)(.*)$/su.exec(String(text));
        if (String(text).startsWith("40")) end(socket);
        const item = answer && waiting.get(answer[1]);
        if (item) {
          end(item, { ok: answer[2].includes('"ok":true') });
          if (item.name === last) lastAt ||= item.ended;
        }
        route.send(text);
      }, held);
    });
  });
}

const browser = await chromium.launch({
  executablePath: process.env.HALLWAY_CHROMIUM ?? places.find(existsSync),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
  });
  await context.addCookies(JSON.parse(cookies));
  const page = await context.newPage();
  await watchRequests(page);
  await watchSocket(page);
  const began = performance.now();
  await page.goto(origin + path, { waitUntil: "commit", timeout: patience });
  const isOver = () =>
    (!last || lastAt) && open === 0 && performance.now() - movedAt > rest;
  while (!isOver()) {
    if (performance.now() - began > patience)
      throw new Error(
        `${path} did not come to rest; ${last} ${lastAt ? "was" : "was not"} acknowledged`,
      );
    await page.waitForTimeout(100);
  }
  const told = items.map((item) => ({
    ...item,
    begun: item.begun - began,
    ended: item.ended && item.ended - began,
  }));
  process.stdout.write(
    JSON.stringify({ there: lastAt && lastAt - began, items: told }),
  );
} finally {
  await browser.close();
}
