import { describe, expect, it } from "vitest";

import { SPEAKER, SpeakerDetector } from "./speaker";

const at = (a: number, b: number): Map<string, number> => new Map([["a", a], ["b", b]]);

describe("speaker", () => {
  it("keeps the highlight through pauses and on the last speaker", () => {
    const detector = new SpeakerDetector();
    expect(detector.update(at(0, 0), 0)).toEqual({ speaking: new Set(), active: null });
    expect(detector.update(at(0.2, 0), 100).active).toBe("a");
    expect(detector.update(at(0, 0), 100 + SPEAKER.holdMs - 1).speaking.has("a")).toBe(true);
    const later = detector.update(at(0, 0), 100 + SPEAKER.holdMs);
    expect(later.speaking.size).toBe(0);
    expect(later.active).toBe("a");
  });

  it("does not give it to a cough, but to somebody who goes on", () => {
    const detector = new SpeakerDetector();
    detector.update(at(0.2, 0), 0);
    expect(detector.update(at(0.1, 0.9), 100).active).toBe("a");
    expect(detector.update(at(0.2, 0), 200).active).toBe("a");
    expect(detector.update(at(0, 0.5), 300).active).toBe("a");
    expect(detector.update(at(0, 0.5), 300 + SPEAKER.takeMs).active).toBe("b");
  });

  it("needs more to begin than to go on", () => {
    const detector = new SpeakerDetector();
    const between = (SPEAKER.on + SPEAKER.off) / 2;
    expect(detector.update(at(between, 0), 0).speaking.size).toBe(0);
    detector.update(at(SPEAKER.on, 0), 100);
    for (let now = 200; now < 5_000; now += 150) expect(detector.update(at(between, 0), now).speaking.has("a")).toBe(true);
  });

  it("forgets who left", () => {
    const detector = new SpeakerDetector();
    detector.update(at(0.5, 0), 0);
    expect(detector.update(new Map([["b", 0]]), 100)).toEqual({ speaking: new Set(), active: null });
  });
});
