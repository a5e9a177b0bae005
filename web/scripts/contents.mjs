// What is in a route's first load, by library and by file of ours, from what `next experimental-analyze` leaves. Its
// compressed sizes are of each file by itself: together they are somewhat less.
import { spawnSync } from "node:child_process";

/** Prints the largest of both. */
export function contents(dist, web, next, route) {
  const { stdout } = spawnSync(
    process.execPath,
    [next, "experimental-analyze", "export", "--dist-dir", dist, "--route", route],
    { cwd: web, encoding: "utf8", maxBuffer: 2 ** 30 },
  );
  const lines = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  // What is loaded by an `import()` comes later.
  const first = new Set(
    lines.filter(({ type, kind }) => type === "group" && kind !== "async").flatMap(({ outputs }) => outputs),
  );
  const [libraries, files] = [new Map(), new Map()];
  for (const { type, filename, source_path: path, compressed_size: size } of lines) {
    if (type !== "part" || !first.has(filename) || !/\/static\/chunks\/.*\.js$/u.test(filename)) continue;
    if (path.endsWith("polyfill-nomodule.js")) continue;
    const library = path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/u)?.[1];
    const ours = path.match(/web\/src\/(.+)/u)?.[1];
    add(libraries, library ?? (ours ? "Hallway" : "turbopack"), size);
    if (ours) add(files, ours, size);
  }
  print("Libraries", libraries, 30);
  print("Files of ours", files, 60);
}

const add = (sizes, name, size) => sizes.set(name, (sizes.get(name) ?? 0) + size);

function print(title, sizes, most) {
  const rows = [...sizes].sort(([, a], [, b]) => b - a).slice(0, most);
  console.log(`${title}, kB:`);
  for (const [name, size] of rows) console.log(`${(size / 1000).toFixed(1).padStart(8)}  ${name}`);
}
