import { createStore, type Readable } from "@/lib/store";

import { unreadAfter, type RoomState } from "./room-state";

/** A message that is read within this time (ms) has not waited. */
export const holds = 300;

/**
 * How many messages of others wait in a room, told once that holds: what is read as it comes never counts, so that the
 * frame around a chat in which much is said is not drawn anew for each message, and its number does not flicker.
 */
export function unreadOf(room: Readable<RoomState>, me: string): Readable<number> {
  const told = createStore(0);
  // Who was never here before has missed nothing: only what comes from now on waits for them.
  let began: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const counted = (state: RoomState): number => {
    if (state.revision === null) return 0;
    began ??= state.readSeq === 0 ? (state.messages[state.messages.length - 1]?.seq ?? 0) : 0;
    return unreadAfter(state, Math.max(state.readSeq, began), me);
  };
  const tell = () => {
    clearTimeout(timer);
    timer = undefined;
    told.set(counted(room.get()));
  };
  const look = () => {
    const count = counted(room.get());
    if (count > 0 && count !== told.get()) timer ??= setTimeout(tell, holds);
    else tell();
  };
  return {
    get: told.get,
    subscribe: (listener) => {
      const stops = [told.subscribe(listener), room.subscribe(look)];
      look();
      return () => {
        for (const stop of stops) stop();
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}
