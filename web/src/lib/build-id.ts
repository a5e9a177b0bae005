import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Which build this server serves, for the server alone. Its pages have it in `data-version`; `/version.txt` says it too. */
export const buildId = read();

function read(): string {
  try {
    return readFileSync(join(process.cwd(), ".next", "BUILD_ID"), "utf8").trim();
  } catch {
    return ""; // while building, and in development
  }
}
