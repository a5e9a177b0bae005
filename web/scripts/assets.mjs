// One build for all installations, wherever their scripts, styles and fonts come from (HALLWAY_ASSETS_URL). Next.js has
// `assetPrefix` for that, and writes it into the build, in three places; here they ask when they run.
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const base = 'TURBOPACK_CHUNK_BASE_PATH:"/_next/"';
/** What the bundler's runtime loads later comes from where it came from itself. */
const whereItCame =
  'TURBOPACK_CHUNK_BASE_PATH:(globalThis.document?.currentScript?.getAttribute("src")?.match(/^.*?\\/_next\\/(?=static\\/)/)?.[0]??"/_next/")';
const configured = "process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(nextConfig)";

/** The runtimes below `folder`; `former` is the same folder of the build before, whose compressed ones are not for these. */
export function loadFromThere(folder, former) {
  const chunks = join(folder, "chunks");
  const runtimes = readdirSync(chunks).filter((name) => /^turbopack-.*\.js$/u.test(name));
  for (const name of runtimes) {
    change(join(chunks, name), base, whereItCame);
    for (const ending of [".br", ".gz"]) rmSync(join(former, "chunks", name + ending), { force: true });
  }
  if (!runtimes.length) throw new Error("The build has no turbopack-*.js: see scripts/assets.mjs.");
}

/** The server of the pages, in its folder. */
export function nameThemThere(out) {
  change(
    join(out, "server.js"),
    configured,
    `require("./assets-at-start.cjs")(nextConfig, require("node:vm"))\n${configured}`,
  );
  copyFileSync(join(here, "assets-at-start.cjs"), join(out, "assets-at-start.cjs"));
}

/** A new Next.js may say it otherwise: that is to be seen when it is built. */
function change(file, from, to) {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (text.split(from).length !== 2)
    throw new Error(`${file} is not as expected (${from}): see scripts/assets.mjs.`);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
}
