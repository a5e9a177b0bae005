import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { handDown, setAside } from "../../scripts/previous.mjs";
import { freePort, runHallway, type Running } from "./hallway";

const built = join(process.env.HALLWAY_WEB_DIR ?? join(__dirname, "..", ".."), ".next");
const contract = join(__dirname, "..", "..", "..", "contract", "documents.json");

/**
 * A Hallway as in production, whose version changes: one address and its data, and builds that follow each other as the
 * build script has them. What Next.js made is the same each time but for its name, a file and a document of its own.
 */
export class Deploys {
  readonly #folder = mkdtempSync(join(tmpdir(), "hallway-deploys-"));
  readonly #web = join(this.#folder, "web");
  #port = 0;
  #running: Running | null = null;

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  /** The file that only this version has, and what only its pages ask. */
  static file = (version: string) => `/_next/static/chunks/only-in-${version}.js`;
  static document = (version: string) => `query OnlyIn_${version} {\n  events {\n    id\n  }\n}`;

  async start(version: string, env: Record<string, string> = {}): Promise<void> {
    this.#port ||= await freePort();
    this.#build(version);
    const set = { HALLWAY_DEMO: "0", HALLWAY_WEB_DIR: this.#web, ...env };
    this.#running = await runHallway(this.#port, join(this.#folder, "data"), set, "deploys.log");
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = null;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #build(version: string): void {
    const next = join(this.#web, ".next");
    setAside(this.#web);
    rmSync(next, { recursive: true, force: true });
    const pages = join(next, "standalone", "web");
    cpSync(join(built, "standalone"), join(next, "standalone"), { recursive: true });
    cpSync(join(built, "static"), join(next, "static"), { recursive: true });
    for (const folder of [next, join(pages, ".next")]) {
      writeFileSync(join(folder, "BUILD_ID"), version);
      writeFileSync(join(folder, "static", "chunks", `only-in-${version}.js`), "");
    }
    const text = Deploys.document(version);
    const hash = createHash("sha256").update(text).digest("hex");
    const documents = join(this.#folder, "documents.json");
    const ours = JSON.parse(readFileSync(contract, "utf8")) as Record<string, string>;
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(documents, JSON.stringify({ ...ours, [hash]: text }));
    handDown(this.#web, documents);
  }
}
