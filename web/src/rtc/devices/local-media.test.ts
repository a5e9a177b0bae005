import { beforeEach, describe, expect, it, vi } from "vitest";

import { FakeClock, settle } from "../testing/fake-clock";
import { failure, FakeMedia } from "../testing/fake-media";
import type { ChoiceStorage } from "./devices";
import { LocalMedia } from "./local-media";
import { problemOf } from "./problems";

class Remembered implements ChoiceStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
}

/** As much of WebAudio as the meter touches: a constant tone. */
function audioContext(): AudioContext {
  const analyser = { fftSize: 0, getFloatTimeDomainData: (samples: Float32Array) => samples.fill(0.5) };
  const source = { connect: () => undefined, disconnect: () => undefined };
  const context = { createMediaStreamSource: () => source, createAnalyser: () => analyser };
  return { ...context, resume: () => Promise.resolve(), close: () => Promise.resolve() } as unknown as AudioContext;
}

describe("local media", () => {
  let media: FakeMedia;
  let storage: Remembered;
  let clock: FakeClock;
  let local: LocalMedia;

  const make = (devices: FakeMedia | undefined): LocalMedia =>
    new LocalMedia({ media: devices?.real, storage, clock, createAudioContext: audioContext });
  const state = () => local.state.get();

  beforeEach(() => {
    vi.stubGlobal("MediaStream", class {});
    media = new FakeMedia();
    storage = new Remembered();
    clock = new FakeClock();
    local = make(media);
  });

  it("opens nothing by itself", async () => {
    await settle();
    expect(media.opened).toEqual([]);
  });

  it("names devices, and those without a name by their number", async () => {
    await settle();
    expect(local.devices.state.get()).toMatchObject({
      microphone: [{ id: "mic1", label: "Desk microphone" }],
      camera: [
        { id: "cam1", label: "Camera 1" },
        { id: "cam2", label: "Camera 2" },
      ],
      speaker: [],
    });
  });

  it("changes to a chosen camera, frees the old one, and remembers", async () => {
    await local.setCamera(true);
    await local.choose("camera", "cam2");
    expect(media.live.map((track) => track.device)).toEqual(["cam2"]);
    await local.choose("microphone", "gone");
    expect(media.opened).toHaveLength(2);
    local.close();
    local = make(media);
    await local.setCamera(true);
    expect(media.live.map((track) => track.device)).toEqual(["cam2"]);
  });

  it("keeps the old camera when the new one fails", async () => {
    await local.setCamera(true);
    media.error = failure("NotReadableError");
    await local.choose("camera", "cam2");
    expect(state().camera).toMatchObject({ on: true, starting: false, problem: { reason: "in-use" } });
    expect(media.live).toHaveLength(1);
  });

  it("mutes without closing, and opens the microphone muted if asked to", async () => {
    await local.setMuted(true);
    expect(media.opened).toHaveLength(0);
    await local.setMicrophone(true);
    expect(media.live[0]?.enabled).toBe(false);
    await clock.advance(200);
    expect(local.level.get()).toBe(0);
    await local.setMuted(false);
    expect(media.live[0]?.enabled).toBe(true);
    await clock.advance(200);
    expect(local.level.get()).toBe(0.5);
  });

  it("ends where the last of many quick clicks wanted", async () => {
    const clicks = [true, false, true, false, true, false].map((on) => local.setCamera(on));
    await Promise.all(clicks);
    expect(media.live).toEqual([]);
    expect(state().camera).toMatchObject({ on: false, track: null, starting: false });
    expect(state().cameraStream).toBeNull();
  });

  it("takes another microphone when one is pulled out; else says so, until one is back", async () => {
    await local.setMicrophone(true);
    media.devices.push({ kind: "audioinput", deviceId: "mic2", label: "Headset" });
    media.devices.shift();
    media.live[0]?.end();
    await settle();
    expect(state().microphone.track).toBe(media.live[0]?.real);
    expect(media.live[0]?.device).toBe("mic2");
    media.devices.pop();
    media.live[0]?.end();
    await settle();
    media.dispatchEvent(new Event("devicechange"));
    await settle();
    expect(state().microphone).toMatchObject({ track: null, problem: { reason: "unplugged" } });
    media.devices.push({ kind: "audioinput", deviceId: "mic3", label: "Spare" });
    media.dispatchEvent(new Event("devicechange"));
    await settle();
    expect(state().microphone).toMatchObject({ on: true, problem: null });
    expect(media.live.map((track) => track.device)).toEqual(["mic3"]);
  });

  it("knows the end of a share, and takes a closed picker for an answer", async () => {
    await local.setScreen(true);
    expect(media.live[0]?.contentHint).toBe("detail");
    media.live[0]?.end();
    await settle();
    expect(state().screen).toEqual({ on: false, starting: false, track: null, problem: null });
    media.error = failure("NotAllowedError", "Permission denied by user");
    await local.setScreen(true);
    expect(state().screen).toEqual({ on: false, starting: false, track: null, problem: null });
  });

  it("says what is wrong and what to do on a page without devices", async () => {
    local = make(undefined);
    await local.setMicrophone(true);
    expect(state().microphone).toMatchObject({ on: false, problem: { reason: "insecure" } });
    expect(state().microphone.problem?.advice).toMatch(/https/);
  });

  it("frees everything on closing, also what opens later", async () => {
    await local.setMicrophone(true);
    const opening = local.setCamera(true);
    local.close();
    await opening;
    await local.setScreen(true);
    await local.setMuted(false);
    await settle();
    expect(media.live).toEqual([]);
    expect(clock.waiting).toBe(0);
    expect(local.tracks()).toEqual({ audio: null, camera: null, screen: null });
  });
});

describe("problems", () => {
  it.each([
    ["NotAllowedError", "Permission denied", "denied"],
    ["NotAllowedError", "Permission denied by system", "denied-by-system"],
    ["NotFoundError", "", "no-device"],
    ["OverconstrainedError", "", "no-device"],
    ["NotReadableError", "", "in-use"],
    ["SecurityError", "", "denied"],
    ["TypeError", "", "failed"],
  ] as const)("names %s (%s) %s", (name, message, reason) => {
    const found = problemOf("camera", failure(name, message));
    expect(found.reason).toBe(reason);
    expect(found.message + found.advice).not.toContain("{}");
  });
});
