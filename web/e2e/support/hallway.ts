import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const web = join(__dirname, "..", "..");
const root = join(web, "..");
const python = join(root, ".hallway", "venv", "bin", "python");
const logs = join(web, "test-results");
/** The first start makes a database, sixty people and a programme of a thousand sessions, perhaps on a slow machine. */
const startWithin = 180_000;

export type Running = { url: string; stop: () => Promise<void> };

/** A Hallway in demo mode on a free port, with new data that goes when it stops. `HALLWAY_WEB_DIR`: pages built elsewhere. */
export async function startHallway(): Promise<Running> {
  if (!process.env.HALLWAY_WEB_DIR) buildIfStale();
  const data = mkdtempSync(join(tmpdir(), "hallway-e2e-"));
  const port = Number(process.env.HALLWAY_E2E_PORT) || (await freePort());
  const running = await runHallway(port, data, { HALLWAY_DEMO: "1" });
  const stop = async () => {
    await running.stop();
    rmSync(data, { recursive: true, force: true });
  };
  return { ...running, stop };
}

/** A Hallway on this port and data, set by `env`; the data stays. */
export async function runHallway(
  port: number,
  data: string,
  env: Record<string, string>,
  log = "hallway.log",
): Promise<Running> {
  if (!existsSync(python)) throw new Error("There is no Python environment yet: run `make test` once.");
  const url = `http://localhost:${port}`;
  mkdirSync(logs, { recursive: true });
  const output = openSync(join(logs, log), "w");
  const child = spawn(python, ["-m", "hallway", "serve"], {
    cwd: join(root, "server"),
    env: { ...cleanEnv(), HALLWAY_DATA_DIR: data, HALLWAY_PORT: String(port), ...env },
    stdio: ["ignore", output, output],
  });
  const stop = () => stopped(child);
  try {
    await ready(child, url, join(logs, log));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** The machine's own settings must not decide where the tests write. */
function cleanEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(HALLWAY_|DATABASE_URL$|REDIS_URL$|NODE_)/u.test(name) || name === "HALLWAY_WEB_DIR",
  );
  return { ...(Object.fromEntries(kept) as NodeJS.ProcessEnv), PYTHONPATH: join(root, "server") };
}

function buildIfStale(): void {
  const built = join(web, ".next", "standalone", "web", "server.js");
  const sources = ["src", "public", "package.json", "next.config.ts", "../messages"].map((name) =>
    newest(join(web, name)),
  );
  if (existsSync(built) && Math.max(...sources) <= newest(join(web, ".next", "BUILD_ID"))) return;
  const { status } = spawnSync("npm", ["run", "--silent", "build"], { cwd: web, stdio: "inherit" });
  if (status !== 0) throw new Error("The pages could not be built; what is wrong stands above.");
}

/** When the youngest file at or below this path was written, in ms; 0 if there is none. */
function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === "string") throw new Error("This machine gives no port.");
  return address.port;
}

async function ready(child: ChildProcess, url: string, log: string): Promise<void> {
  const until = Date.now() + startWithin;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`Hallway ended with ${child.exitCode}:\n${tail(log)}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    // eslint-disable-next-line no-restricted-syntax -- between two looks at whether it is ready
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Hallway was not ready within ${startWithin / 1000} s:\n${tail(log)}`);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const slow = setTimeout(() => child.kill("SIGKILL"), 30_000);
  await gone;
  clearTimeout(slow);
}

const tail = (log: string): string => readFileSync(log, "utf8").split("\n").slice(-40).join("\n");
