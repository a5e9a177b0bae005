import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { handDown, setAside } from "./previous.mjs";

let web;
beforeEach(() => {
  web = mkdtempSync(join(tmpdir(), "hallway-build-"));
});
afterEach(() => rmSync(web, { recursive: true, force: true }));

const put = (path, text) => {
  mkdirSync(join(web, path, ".."), { recursive: true });
  writeFileSync(join(web, path), text);
};
const read = (path) => readFileSync(join(web, path), "utf8");
const served = () => readdirSync(join(web, ".next/standalone/web/.next/static/chunks")).sort();

/** What `next build` and our own copying leave. */
function nextBuild(id, ...chunks) {
  rmSync(join(web, ".next"), { recursive: true, force: true });
  put(".next/BUILD_ID", id);
  for (const name of chunks) {
    put(`.next/static/chunks/${name}`, `${id} ${name}`);
    put(`.next/standalone/web/.next/static/chunks/${name}`, `${id} ${name}`);
  }
}

function build(id, ...chunks) {
  setAside(web);
  nextBuild(id, ...chunks);
  put("documents.json", `documents of ${id}`);
  handDown(web, join(web, "documents.json"));
}

it("serves the files of one build back beside its own, and none of two", () => {
  build("one", "shared.js", "only-one.js");
  expect(served()).toEqual(["only-one.js", "shared.js"]);
  build("two", "shared.js", "only-two.js");
  expect(served()).toEqual(["only-one.js", "only-two.js", "shared.js"]);
  expect(read(".next-previous/documents.json")).toBe("documents of one");
  expect(read(".next-previous/BUILD_ID")).toBe("one");
  expect(read(".next/standalone/web/public/version.txt")).toBe("two");
  build("three", "shared.js", "only-three.js");
  expect(served()).toEqual(["only-three.js", "only-two.js", "shared.js"]);
  expect(read(".next-previous/documents.json")).toBe("documents of two");
  expect(read(".next/standalone/web/.next/static/chunks/shared.js"), "its own wins").toBe("three shared.js");
});

it("keeps the last finished build when one breaks off", () => {
  build("one", "only-one.js");
  setAside(web);
  nextBuild("broken", "half.js");
  build("two", "only-two.js");
  expect(read(".next-previous/BUILD_ID")).toBe("one");
  expect(served()).toEqual(["only-one.js", "only-two.js"]);
});

it("takes what was put there from elsewhere, as where each build begins in an empty folder", () => {
  put(".next-previous/static/chunks/handed.js", "");
  put(".next-previous/documents.json", "handed");
  build("one", "only-one.js");
  expect(served()).toEqual(["handed.js", "only-one.js"]);
  expect(read(".next-previous/documents.json")).toBe("handed");
});

it("begins with nothing", () => {
  setAside(web);
  expect(existsSync(join(web, ".next-previous"))).toBe(false);
});
