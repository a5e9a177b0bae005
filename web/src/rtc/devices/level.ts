import { createStore, type Readable } from "@/lib/store";

import type { Clock } from "../clock";
import { Scope } from "../scope";

const POLL_MS = 80;
/** Samples looked at each time: 85 ms at 48 kHz, so that nothing falls between two looks. */
const WINDOW = 4096;

/** How loud a microphone is, 0 to 1, on the scale of the remote levels (RFC 6464: full scale is 1). */
export class LevelMeter {
  readonly level: Readable<number>;
  readonly #level = createStore(0);
  readonly #scope = new Scope();

  /** `context` is borrowed, not closed; `track` must be live. */
  constructor(context: AudioContext, track: MediaStreamTrack, clock: Clock) {
    this.level = this.#level;
    const source = context.createMediaStreamSource(new MediaStream([track]));
    const analyser = context.createAnalyser();
    analyser.fftSize = WINDOW;
    source.connect(analyser);
    this.#scope.add(() => source.disconnect());
    this.#scope.add(() => this.#level.set(0));
    const samples = new Float32Array(analyser.fftSize);
    this.#scope.every(clock, POLL_MS, () => {
      analyser.getFloatTimeDomainData(samples);
      this.#level.set(track.enabled ? loudness(samples) : 0);
    });
  }

  close(): void {
    this.#scope.close();
  }
}

/** Root mean square of samples in -1 to 1, to two digits, so that silence wakes nobody. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.round(Math.sqrt(sum / samples.length) * 100) / 100;
}
