// One build back: open tabs go on asking for the files, and sending the documents, of the build that made them. What a
// build hands down lies in .next-previous: BUILD_ID, static, documents.json. Never what that one had been handed.
import { copyFileSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const handed = ["BUILD_ID", "static", "documents.json"];

/** Before a build: the finished one that is there now becomes the previous. An unfinished one leaves it as it is. */
export function setAside(web) {
  const built = join(web, ".next");
  const previous = join(web, ".next-previous");
  if (!existsSync(join(built, "documents.json"))) return;
  rmSync(previous, { recursive: true, force: true });
  mkdirSync(previous);
  for (const name of handed)
    if (existsSync(join(built, name))) renameSync(join(built, name), join(previous, name));
}

/**
 * After a build: the previous files are served beside its own (names are made from contents, so they never clash), pages
 * can ask by `/version.txt` what is served now, and what they ask else is kept for the next build. That file comes last:
 * it says that the build is finished.
 */
export function handDown(web, documents) {
  const former = join(web, ".next-previous", "static");
  const built = join(web, ".next");
  const pages = join(built, "standalone", "web");
  if (existsSync(former)) cpSync(former, join(pages, ".next", "static"), { recursive: true, force: false });
  mkdirSync(join(pages, "public"), { recursive: true });
  copyFileSync(join(built, "BUILD_ID"), join(pages, "public", "version.txt"));
  copyFileSync(documents, join(built, "documents.json"));
}
