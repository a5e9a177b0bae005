import { expect, type Page } from "@playwright/test";

type Held = { connections: RTCPeerConnection[] };

/** Keeps hold of every connection that the page opens, so that what arrives can be asked of the browser itself. */
export async function holdConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const held: RTCPeerConnection[] = [];
    (window as unknown as Held).connections = held;
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        held.push(this);
      }
    };
  });
}

/** The browser's choice of what to share is no page's, and nobody can press it here: a drawing that moves is shared. */
export async function shareDrawings(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getDisplayMedia = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
      const pen = canvas.getContext("2d");
      let turn = 0;
      setInterval(() => {
        if (!pen) return;
        pen.fillStyle = "#222";
        pen.fillRect(0, 0, 640, 360);
        pen.fillStyle = "#fff";
        pen.fillRect((turn += 8) % 600, 160, 40, 40);
      }, 200);
      return Promise.resolve(canvas.captureStream(5));
    };
  });
}

export type Received = { frames: number; energy: number };

/** Frames decoded and energy of the sound that arrived so far, over all open connections. */
export async function received(page: Page): Promise<Received> {
  return page.evaluate(async () => {
    const sum = { frames: 0, energy: 0 };
    for (const connection of (window as unknown as Held).connections) {
      if (connection.connectionState === "closed") continue;
      (await connection.getStats()).forEach((entry: RTCInboundRtpStreamStats) => {
        if (entry.type !== "inbound-rtp") return;
        sum.frames += entry.framesDecoded ?? 0;
        sum.energy += entry.totalAudioEnergy ?? 0;
      });
    }
    return sum;
  });
}

/** Fails unless pictures and sound, or what is named of it, arrive from now on. */
export async function flows(
  page: Page,
  who: string,
  what: readonly (keyof Received)[] = ["frames", "energy"],
): Promise<void> {
  const before = await received(page);
  for (const kind of what)
    await expect
      .poll(async () => (await received(page))[kind], { message: `${kind} reach ${who}` })
      .toBeGreaterThan(before[kind] + (kind === "frames" ? 5 : 0));
}

/** To how many others this page is connected now. */
export const connected = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      (window as unknown as Held).connections.filter(({ connectionState }) => connectionState === "connected")
        .length,
  );

/** How many connections this page has ever made. */
export const connections = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as Held).connections.length);
