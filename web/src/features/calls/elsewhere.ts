import type { CallInfoFragment } from "@/gen/graphql";
import { isObject } from "@/lib/json";
import { emit } from "@/lib/socket";
import { createStore } from "@/lib/store";
import { useStore } from "@/lib/use-store";

import { ongoing, type Ongoing } from "./ongoing";
import { keepPart, partIn } from "./part";
import { keptPeerId } from "./peer-id";

/** A call that one is in, in this tab or in another one of this browser. */
export type InCall = Pick<Ongoing, "call" | "me">;

/** What tabs say to each other. `call` null: the tab is in none (any more). */
type Said =
  | { say: "in"; me: string; tab: string; call: CallInfoFragment | null }
  | { say: "who" | "leave"; me: string };

/** The call that another tab is in, and which tab. */
const elsewhere = createStore<(InCall & { tab: string }) | null>(null);
/** Asks the tab that is in a call to leave it. */
const askToLeave = createStore<(() => void) | null>(null);

/** The call one is in, wherever; null in none. */
export const inCall = (): InCall | null => ongoing.get() ?? elsewhere.get();
export function useInCall(): InCall | null {
  const here = useStore(ongoing, null);
  const there = useStore(elsewhere, null);
  return here ?? there;
}

/** Calls `listener` whenever another call, or none, is the one that one is in. */
export function onInCall(listener: () => void): () => void {
  const stops = [ongoing.subscribe(listener), elsewhere.subscribe(listener)];
  return () => stops.forEach((stop) => stop());
}

/** Leaves the call one is in, wherever that is, or was when this page was loaded anew; `but` for this one. */
export function leaveEverywhere(but: string | null = null): void {
  ongoing.get()?.live.leave();
  askToLeave.get()?.();
  elsewhere.set(null);
  const was = partIn();
  if (was && was !== but) leaveLast(was);
}

/** Does not come back to the call that this tab was in: the others learn at once what they would else wait for. */
export function leaveLast(callId: string): void {
  const peerId = keptPeerId(callId);
  keepPart(callId, "left");
  // Unheard, it is let go by itself.
  if (peerId) emit("call.leave", { callId, peerId, closing: false }).catch(() => undefined);
}

/** One is in one call at a time, in whichever tab: tells the others of this one's, and leaves it for a later one of theirs. */
export function followTabs(me: string): () => void {
  if (typeof BroadcastChannel === "undefined") return () => undefined;
  const channel = new BroadcastChannel("hallway.calls");
  const tab = crypto.randomUUID();
  const post = (said: Said) => channel.postMessage(said);
  const tell = (call = ongoing.get()?.call ?? null) => post({ say: "in", me, tab, call });
  let told = ongoing.get()?.call.id;
  const changed = () => {
    const id = ongoing.get()?.call.id;
    if (id !== told) tell();
    told = id;
  };
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isSaid(data) || data.me !== me) return;
    if (data.say === "in") heard(data);
    else if (data.say === "leave") ongoing.get()?.live.leave("elsewhere");
    else if (ongoing.get()) tell();
  };
  const closing = () => tell(null);
  window.addEventListener("pagehide", closing);
  const stop = ongoing.subscribe(changed);
  askToLeave.set(() => post({ say: "leave", me }));
  // Who comes in later than the call began asks; who comes in with one says so.
  if (told) tell();
  else post({ say: "who", me });
  return () => {
    stop();
    window.removeEventListener("pagehide", closing);
    channel.close();
    askToLeave.set(null);
    elsewhere.set(null);
  };
}

function heard({ me, tab, call }: Extract<Said, { say: "in" }>): void {
  if (call) {
    elsewhere.set({ me, tab, call });
    // The same call in two tabs is the server's to settle.
    const here = ongoing.get();
    if (here && here.call.id !== call.id) here.live.leave("elsewhere");
  } else if (elsewhere.get()?.tab === tab) elsewhere.set(null);
}

/** Of this origin's own pages, but perhaps of another version of them. */
const isSaid = (data: unknown): data is Said =>
  isObject(data) &&
  typeof data.me === "string" &&
  (data.say === "who" ||
    data.say === "leave" ||
    (data.say === "in" &&
      typeof data.tab === "string" &&
      (data.call === null || (isObject(data.call) && typeof data.call.id === "string"))));
