import { startHallway } from "./hallway";

/** Once for all tests. `HALLWAY_E2E_URL`: one in demo mode that runs already, for those who write tests. */
export default async function start(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.HALLWAY_E2E_URL) return undefined;
  const { url, stop } = await startHallway();
  process.env.HALLWAY_E2E_URL = url; // what the tests inherit
  return stop;
}
