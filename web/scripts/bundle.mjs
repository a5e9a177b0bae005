// What each route ships: `node scripts/bundle.mjs` lists the script that its first load brings, compressed as it is served
// (brotli, and gzip beside it), against bundle-budget.json; --check ends with 1 where a route is over its budget, or is far
// under it, so that what was won is kept. --route=/login names the libraries and files in it.
// A build that is older than what it is made from is made anew, in a folder of its own.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { codings, least } from "./compress.mjs";
import { contents } from "./contents.mjs";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
const inputs = ["src", "public", "package-lock.json", "package.json", "next.config.ts", "../messages"];
/** kB under the budget from where on it is to be lowered. */
const slack = 5;
/** By file, as many routes have the same ones. */
const sizeOf = new Map();

const route = process.argv.find((one) => one.startsWith("--route="))?.slice("--route=".length);
if (route) {
  run(["experimental-analyze", "--output"], ".next-bundle");
  contents(join(web, ".next-bundle"), web, next, route);
} else {
  await report(process.argv.includes("--check"));
}

async function report(strict) {
  const { routes: budgets, fonts: fontBudget } = JSON.parse(
    readFileSync(join(web, "bundle-budget.json"), "utf8"),
  );
  const dist = freshBuild();
  const rows = [];
  for (const [name, files] of firstLoads(dist)) rows.push({ name, files, ...(await sizes(dist, files)) });
  const over = rows.filter(({ name, brotli }) => !(brotli <= budgets[name]));
  const loose = rows.filter(({ name, brotli }) => brotli + slack < budgets[name]);
  const gone = Object.keys(budgets).filter((name) => !rows.some((row) => row.name === name));
  const fonts = preloadedFonts(dist);
  console.log("kB of script: brotli  gzip  budget  files  route");
  for (const { name, files, brotli, gzip } of rows)
    console.log(
      [
        brotli.toFixed(1).padStart(20),
        gzip.toFixed(1).padStart(5),
        String(budgets[name] ?? "none").padStart(7),
      ]
        .concat(String(files.length).padStart(6), name)
        .join(" "),
    );
  console.log(`kB of fonts loaded at once: ${fonts.toFixed(1)}, budget ${fontBudget}`);
  if (!strict) return;
  for (const { name, brotli } of over)
    console.error(
      name in budgets
        ? `${name} ships ${brotli.toFixed(1)} kB, ${budgets[name]} are its budget: \`make bundle ROUTE='${name}'\` says of what.`
        : `${name} has no budget in web/bundle-budget.json.`,
    );
  for (const { name, brotli } of loose)
    console.error(`${name} ships ${brotli.toFixed(1)} kB only: lower its budget, so that it stays so.`);
  for (const name of gone) console.error(`web/bundle-budget.json has ${name}, which is no route.`);
  if (fonts > fontBudget) console.error(`Pages load ${fonts.toFixed(1)} kB of fonts at once.`);
  if (over.length || loose.length || gone.length || fonts > fontBudget) process.exitCode = 1;
}

/** The folder of a build of what is here now. */
function freshBuild() {
  for (const name of [".next", ".next-bundle"]) {
    const made = join(web, name, "diagnostics", "route-bundle-stats.json");
    if (existsSync(made) && statSync(made).mtimeMs > newest()) return join(web, name);
  }
  run(["build"], ".next-bundle");
  return join(web, ".next-bundle");
}

function newest() {
  const times = inputs.flatMap((name) => {
    const path = join(web, name);
    if (!statSync(path).isDirectory()) return statSync(path).mtimeMs;
    return readdirSync(path, { recursive: true })
      .filter((file) => !/\.test\.|[/\\]test[/\\]/u.test(file))
      .map((file) => statSync(join(path, file)).mtimeMs);
  });
  return Math.max(...times);
}

function run(command, dist) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production", HALLWAY_DIST: dist };
  const settings = join(web, "tsconfig.json");
  const ours = readFileSync(settings);
  const { status, stdout, stderr } = spawnSync(process.execPath, [next, ...command], { cwd: web, env });
  writeFileSync(settings, ours); // Next.js notes a new folder there.
  if (status === 0) return;
  console.error(`${stdout}${stderr}`);
  process.exit(status ?? 1);
}

/** The files of each route's first load: of its layouts and page, and the texts of one language. */
function firstLoads(dist) {
  const read = (name) => JSON.parse(readFileSync(join(dist, name), "utf8"));
  // Browsers that know modules do not load what others need.
  const { polyfillFiles } = read("build-manifest.json");
  const pages = Object.entries(read("app-path-routes-manifest.json"));
  const texts = englishFiles(dist);
  const rows = read("diagnostics/route-bundle-stats.json").map(({ route: name, firstLoadChunkPaths }) => {
    const own = firstLoadChunkPaths.map((path) => path.slice(path.indexOf("static/")));
    const loadable = pages
      .filter(([page, of]) => of === name && !page.includes("@"))
      .map(([page]) => join("server", "app", page, "react-loadable-manifest.json"))
      .filter((file) => existsSync(join(dist, file)))
      .flatMap((file) => Object.values(read(file)).flatMap(({ files }) => files))
      .filter((file) => texts.has(file));
    return [name, [...new Set([...own, ...loadable])].filter((file) => !polyfillFiles.includes(file))];
  });
  return rows.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The files in which English is: told by what no other language says. */
function englishFiles(dist) {
  const read = (language, file) =>
    JSON.parse(readFileSync(join(web, "..", "messages", language, file), "utf8"));
  const said = readdirSync(join(web, "..", "messages", "en")).map((file) => {
    const [ours, theirs] = [read("en", file), new Set(Object.values(read("de", file)))];
    const plain = Object.values(ours).filter((text) => !/["'{}\\]/u.test(text) && !theirs.has(text));
    return plain.sort((a, b) => b.length - a.length)[0];
  });
  const chunks = join(dist, "static", "chunks");
  return new Set(
    readdirSync(chunks)
      .filter((file) => file.endsWith(".js"))
      .filter((file) => {
        const code = readFileSync(join(chunks, file), "utf8");
        return said.some((text) => text && code.includes(text));
      })
      .map((file) => `static/chunks/${file}`),
  );
}

async function sizes(dist, files) {
  const sum = { brotli: 0, gzip: 0 };
  for (const file of files) {
    if (!sizeOf.has(file)) sizeOf.set(file, sizesOf(join(dist, file)));
    const { brotli, gzip } = await sizeOf.get(file);
    sum.brotli += brotli / 1000;
    sum.gzip += gzip / 1000;
  }
  return sum;
}

/** As `compress` leaves it, which may have been done already. */
async function sizesOf(path) {
  const bytes = readFileSync(path);
  if (bytes.length < least) return { brotli: bytes.length, gzip: bytes.length };
  const size = async (ending) =>
    existsSync(path + ending) ? statSync(path + ending).size : (await codings[ending](bytes)).length;
  return { brotli: await size(".br"), gzip: await size(".gz") };
}

/** kB of the fonts that every page asks for at once. */
function preloadedFonts(dist) {
  const { app } = JSON.parse(readFileSync(join(dist, "server", "next-font-manifest.json"), "utf8"));
  const files = new Set(Object.values(app).flat());
  return [...files].reduce((sum, file) => sum + statSync(join(dist, file)).size / 1000, 0);
}
