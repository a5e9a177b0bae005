import type { CallInfoFragment } from "@/gen/graphql";
import { createStore } from "@/lib/store";
import type { LocalMedia } from "@/rtc";

import type { LiveCall, Over } from "./live-call";

/** The one call that this tab is in. It lives above the pages: going to another one neither ends nor interrupts it. */
export type Ongoing = {
  /** As it was when one came in. */
  readonly call: CallInfoFragment;
  readonly me: string;
  readonly local: LocalMedia;
  readonly live: LiveCall;
};
export const ongoing = createStore<Ongoing | null>(null);

/** How the last one ended; `lasted` is ms that one was together with somebody. */
export type Ended = {
  readonly call: CallInfoFragment;
  readonly me: string;
  readonly over: Over;
  readonly lasted: number;
};
export const ended = createStore<Ended | null>(null);

export type Answer = { readonly callId: string; readonly how: "camera" | "sound" };
/** A ring that was just answered: its call begins at once, with no look into the mirror, and only this once. */
export const answered = createStore<Answer | null>(null);

/** Hangs up, if there is a call. */
export function leaveCall(): void {
  ongoing.get()?.live.leave();
}
