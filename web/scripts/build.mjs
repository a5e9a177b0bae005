// Builds the stand-alone server and puts the static files beside it, so that
// `node .next/standalone/web/server.js` serves everything by itself, to tabs of the build before too.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { loadFromThere, nameThemThere } from "./assets.mjs";
import { compress } from "./compress.mjs";
import { handDown, setAside } from "./previous.mjs";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
setAside(web);
const built = spawnSync(process.execPath, [next, "build"], { cwd: web, stdio: "inherit", env });
if (built.status !== 0) process.exit(built.status ?? 1);
loadFromThere(join(web, ".next", "static"), join(web, ".next-previous", "static"));
await compress(join(web, ".next", "static"), join(web, ".next-previous", "static"));

const out = join(web, ".next", "standalone", "web");
for (const [from, to] of [
  [join(web, ".next", "static"), join(out, ".next", "static")],
  [join(web, "public"), join(out, "public")],
]) {
  if (!existsSync(from)) continue;
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}
nameThemThere(out);
sayOffline(join(web, "..", "messages"), join(out, "public", "sw.js"));
handDown(web, join(web, "..", "contract", "documents.json"));

/** The service worker answers without a network: it carries its words in every language. */
function sayOffline(messages, worker) {
  const words = readdirSync(messages).map((language) => [
    language,
    JSON.parse(readFileSync(join(messages, language, "offline.json"), "utf8")),
  ]);
  const text = JSON.stringify(Object.fromEntries(words)).replaceAll("<", "\\u003c");
  writeFileSync(
    worker,
    readFileSync(worker, "utf8").replace("__WORDS__", () => text),
  );
}
