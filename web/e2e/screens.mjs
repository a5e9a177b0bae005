// Takes the pictures of the README: `node e2e/screens.mjs`, with a Hallway in demo mode at HALLWAY_E2E_URL
// (http://localhost:3000 unless said otherwise). They go to docs/screens/.
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "@playwright/test";

const baseURL = process.env.HALLWAY_E2E_URL ?? "http://localhost:3000";
const out = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "docs", "screens");
const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
/** Bytes for one picture, so that the repository stays small. */
const most = 150_000;

// Next.js brings it where it can; without it the pictures are larger.
const sharp = await import("sharp").then(
  (module) => module.default,
  () => null,
);

const browser = await chromium.launch({
  executablePath: process.env.HALLWAY_CHROMIUM ?? places.find(existsSync),
  args: [
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
  ],
});

async function person(persona, viewport = desktop, colorScheme = "light", scale = 1) {
  const context = await browser.newContext({
    baseURL,
    viewport,
    colorScheme,
    deviceScaleFactor: scale,
    reducedMotion: "reduce",
    locale: "en-GB",
    permissions: ["camera", "microphone"],
  });
  if (persona) await context.request.post("/session/demo", { data: { persona } });
  return context.newPage();
}

async function graph(page, query, variables = {}) {
  const answer = await page.context().request.post("/graphql", { data: { query, variables } });
  const { data, errors } = await answer.json();
  if (errors?.length) throw new Error(errors[0].message);
  return data;
}

async function picture(page, name) {
  await page.getByText("Loading", { exact: true }).waitFor({ state: "detached" });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(1_500); // pictures come in, toasts stand still
  const path = join(out, `${name}.png`);
  const full = await page.screenshot({ animations: "disabled" });
  const small = sharp && (await sharp(full).png({ palette: true, quality: 90, effort: 10 }).toBuffer());
  writeFileSync(path, small && small.length < full.length ? small : full);
  const { size } = statSync(path);
  console.log(`${name}.png  ${Math.round(size / 1000)} kB${size > most ? "  TOO LARGE" : ""}`);
  if (size > most) process.exitCode = 1;
}

mkdirSync(out, { recursive: true });
const jun = await person("attendee");
const { events } = await graph(jun, "{ events { id slug credit } }");
const event = events.find(({ credit }) => credit !== "");
const venue = `/e/${event.slug}`;
const shows = (page) => page.getByRole("textbox", { name: "Message #lobby" }).waitFor();

await jun.goto(`${venue}/lobby`);
await shows(jun);
await picture(jun, "lobby-light");
await jun.emulateMedia({ colorScheme: "dark" });
await picture(jun, "lobby-dark");
await jun.emulateMedia({ colorScheme: "light" });
for (const [path, name] of [
  ["agenda", "agenda"],
  ["matches", "matches"],
]) {
  await jun.goto(`${venue}/${path}`);
  await jun.getByRole("heading", { level: 1 }).waitFor();
  await picture(jun, name);
}
const stranger = await person(null);
await stranger.goto(venue);
await stranger.getByRole("heading", { level: 1 }).waitFor();
await picture(stranger, "event");

const small = await person("attendee", phone);
await small.goto(`${venue}/lobby`);
await small.getByRole("main").waitFor();
await picture(small, "lobby-phone");
await small.goto(`${venue}/agenda`);
await small.getByRole("main").waitFor();
await picture(small, "agenda-phone");

await call();
await browser.close();

/** Three people who said yes to each other, talking without pictures: the fake camera's is nothing to look at. */
async function call() {
  const others = [await person("hacker"), await person("speaker")];
  const idOf = async (page) => (await graph(page, "{ me { id } }")).me.id;
  const accept = `mutation ($eventId: ID!, $personId: ID!) {
    answerMatch(eventId: $eventId, personId: $personId, answer: accept) { personId } }`;
  const start = `mutation ($id: ID!, $eventId: ID!, $personIds: [ID!]!) {
    startCall(id: $id, eventId: $eventId, personIds: $personIds) { id } }`;
  const me = await idOf(jun);
  const personIds = await Promise.all(others.map(idOf));
  for (const [index, other] of others.entries()) {
    await graph(jun, accept, { eventId: event.id, personId: personIds[index] });
    await graph(other, accept, { eventId: event.id, personId: me });
  }
  const id = crypto.randomUUID().replace(/^(.{14})./u, "$17");
  await graph(jun, start, { id, eventId: event.id, personIds });
  for (const page of [jun, ...others]) await page.goto(`${venue}/call/${id}`);
  for (const page of others) await page.getByRole("button", { name: "Join the call" }).click();
  for (const name of ["Ines Carvalho", "Daniela Okafor"])
    await jun.getByRole("listitem", { name: new RegExp(`${name}, microphone`, "u") }).waitFor();
  await others[0].getByRole("button", { name: "Mute", exact: true }).click();
  await jun.waitForTimeout(3_000); // the connection's quality is known
  await picture(jun, "call");
  for (const page of [jun, ...others]) await page.getByRole("button", { name: "Leave", exact: true }).click();
}
