import { createStore } from "@/lib/store";

const key = "hallway.ring.muted";

/** Whether incoming calls ring silently in this browser. */
export const ringMuted = createStore(false);

export function readRingMuted(): void {
  try {
    ringMuted.set(localStorage.getItem(key) === "1");
  } catch {
    // Storage is blocked: it rings.
  }
}

export function setRingMuted(muted: boolean): void {
  ringMuted.set(muted);
  try {
    if (muted) localStorage.setItem(key, "1");
    else localStorage.removeItem(key);
  } catch {
    // Holds for this visit.
  }
}

const every = 2_800;

/** Two soft notes, again and again; returns what stops them. Silent where the page was never touched: browsers ask for that. */
export function playRing(notes: readonly [number, number] = [659.25, 523.25], volume = 0.09): () => void {
  const context = new AudioContext();
  const play = () => {
    if (context.state !== "running") return void context.resume().catch(() => undefined);
    note(context, notes[0], context.currentTime, volume);
    note(context, notes[1], context.currentTime + 0.28, volume);
  };
  void context.resume().then(play, () => undefined);
  const timer = setInterval(play, every);
  return () => {
    clearInterval(timer);
    void context.close().catch(() => undefined);
  };
}

function note(context: AudioContext, frequency: number, at: number, volume: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = "sine";
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(volume, at + 0.04);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + 1);
}
