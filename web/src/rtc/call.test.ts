import { beforeEach, describe, expect, it, vi } from "vitest";

import { joinCall, type Call } from "./call";
import type { Departure, PeerId, Signalling, SignalMessage } from "./signalling";
import { FakeClock } from "./testing/fake-clock";
import { FakeMedia } from "./testing/fake-media";

class Relay implements Signalling {
  readonly self = "me";
  readonly sent: { readonly to: PeerId; readonly message: SignalMessage }[] = [];
  readonly message = new Set<(from: PeerId, message: unknown) => void>();
  readonly joined = new Set<(peer: PeerId) => void>();
  readonly left = new Set<(peer: PeerId, departure: Departure) => void>();
  readonly reconnected = new Set<() => void>();

  send = (to: PeerId, message: SignalMessage): void => void this.sent.push({ to, message });
  onMessage = (handler: (from: PeerId, message: unknown) => void) => keep(this.message, handler);
  onPeerJoined = (handler: (peer: PeerId) => void) => keep(this.joined, handler);
  onPeerLeft = (handler: (peer: PeerId, departure: Departure) => void) => keep(this.left, handler);
  onReconnected = (handler: () => void) => keep(this.reconnected, handler);

  join(...peers: PeerId[]): void {
    for (const peer of peers) for (const handler of this.joined) handler(peer);
  }

  get listeners(): number {
    return this.message.size + this.joined.size + this.left.size + this.reconnected.size;
  }
}

function keep<T>(set: Set<T>, handler: T): () => void {
  set.add(handler);
  return () => void set.delete(handler);
}

/** Counts who listens. */
class Target extends EventTarget {
  listeners = 0;

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    this.listeners += 1;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners -= 1;
    super.removeEventListener(...args);
  }
}

function silentContext(): AudioContext {
  const analyser = { fftSize: 0, getFloatTimeDomainData: () => undefined };
  const source = { connect: () => undefined, disconnect: () => undefined };
  const context = { createMediaStreamSource: () => source, createAnalyser: () => analyser };
  return { ...context, resume: () => Promise.resolve(), close: () => Promise.resolve() } as unknown as AudioContext;
}

describe("call", () => {
  let clock: FakeClock;
  let relay: Relay;
  let media: FakeMedia;
  let page: Target;
  let network: Target;
  let minted: number;

  const join = (more: { startWithCamera?: boolean; grantIce?: () => Promise<never> } = {}): Call =>
    joinCall({
      signalling: relay,
      grantIce: () => Promise.resolve({ iceServers: [], expiresAt: 3_600_000 }),
      ...more,
      environment: {
        clock,
        mint: () => `life${++minted}`,
        createConnection: () => {
          throw new Error("nobody was confirmed");
        },
        createAudioContext: silentContext,
        media: media.real,
        storage: { getItem: () => null, setItem: () => undefined, removeItem: () => undefined },
        onNetworkChange: (handler) => {
          network.addEventListener("change", handler);
          return () => network.removeEventListener("change", handler);
        },
        page,
        report: () => undefined,
      },
    });

  const expectNothingLeft = (): void => {
    expect(clock.waiting).toBe(0);
    expect([relay.listeners, page.listeners, network.listeners]).toEqual([0, 0, 0]);
    expect(media.live).toEqual([]);
  };

  beforeEach(() => {
    vi.stubGlobal("MediaStream", class {});
    clock = new FakeClock();
    relay = new Relay();
    media = new FakeMedia();
    page = new Target();
    network = new Target();
    minted = 0;
  });

  it("leaves no device, timer or listener, however often it is left", async () => {
    const call = join({ startWithCamera: true });
    await clock.advance(0);
    relay.join("ada", "ben");
    await clock.advance(5_000);
    expect(media.live).toHaveLength(2);
    expect(clock.waiting).toBeGreaterThan(0);
    expect([page.listeners, network.listeners]).toEqual([1, 1]);
    call.leave();
    call.leave();
    expectNothingLeft();
    expect(call.state.get()).toMatchObject({ status: "left", peers: [] });
  });

  it("leaves when the page goes away, and at once after joining", async () => {
    join();
    page.dispatchEvent(new Event("pagehide"));
    await clock.advance(60_000);
    expectNothingLeft();
  });

  it("opens the microphone alone unless told otherwise", async () => {
    join();
    await clock.advance(0);
    expect(media.opened.map((track) => track.kind)).toEqual(["audio"]);
  });

  it("says hello until it is heard, also without ICE servers", async () => {
    join({ grantIce: () => Promise.reject(new Error("down")) });
    await clock.advance(0);
    relay.join("ada", "ada", "me");
    await clock.advance(8_000);
    expect(relay.sent.map(({ to, message }) => [to, message.body.kind, message.to])).toEqual(
      Array.from({ length: 4 }, () => ["ada", "hello", null]),
    );
  });

  it("is refused, and frees everything, when it would be the fifth", async () => {
    const call = join();
    await clock.advance(0);
    relay.join("ada", "ben", "cleo", "dan");
    expect(call.state.get()).toMatchObject({ status: "refused", refusal: "full", peers: [] });
    expectNothingLeft();
  });

  it("listens to nobody who is not in the call", async () => {
    const call = join();
    await clock.advance(0);
    for (const handler of relay.message) handler("mallory", { from: "x", to: null, body: { kind: "hello" } });
    await clock.advance(1_000);
    expect(call.state.get().peers).toEqual([]);
    expect(relay.sent).toEqual([]);
  });
});
