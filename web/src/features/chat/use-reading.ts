"use client";

import { useEffect, useState, useSyncExternalStore } from "react";

import { useAnnounced } from "./use-announced";
import { usePeople, type HeldRoom } from "./use-chat";
import type { RoomView } from "./room";

const followVisibility = (listener: () => void) => {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
};
const useVisible = () =>
  useSyncExternalStore(
    followVisibility,
    () => document.visibilityState === "visible",
    () => false,
  );

export type Reading = {
  /** The seq after which "New" stands; null for no such line. */
  newAfter: number | null;
  /** Came while the reader was further up. */
  unseen: number;
  onAtEnd: (atEnd: boolean) => void;
};

/**
 * Where the new ones begin, how many were not seen, and telling the server how far one has read. `written` changes when
 * the reader has written: nothing here is new to them then.
 */
export function useReading(held: HeldRoom, view: RoomView, written: number): Reading {
  const visible = useVisible();
  const [atEnd, setAtEnd] = useState(true);
  const [newAfter, setNewAfter] = useState<number | null>(null);
  const [seen, setSeen] = useState<number | null>(null);
  const [answered, setAnswered] = useState(written);
  const last = view.messages[view.messages.length - 1]?.seq ?? 0;
  const here = visible && atEnd;
  const ready = view.revision !== null && !view.refused;
  if (written !== answered) {
    setAnswered(written);
    setNewAfter(null);
  } else if (ready && seen === null) {
    // What came since the last visit; on the first one everything is new, so nothing is marked.
    setSeen(last);
    if (view.readSeq > 0 && othersAfter(view, view.readSeq, held.chat.me)) setNewAfter(view.readSeq);
  } else if (seen !== null && here && seen !== last) {
    setSeen(last);
  } else if (seen !== null && !here && last > seen && newAfter === null) {
    if (othersAfter(view, seen, held.chat.me)) setNewAfter(seen);
  }
  // Tells the server what was drawn.
  useEffect(() => {
    if (here && ready && last > 0) held.room.read(last);
  }, [here, ready, last, held]);
  useAnnounced(held.chat.me, usePeople(held.chat), view);
  const unseen =
    seen === null || here ? 0 : view.messages.filter((one) => one.seq > seen && !one.removed).length;
  return { newAfter, unseen, onAtEnd: setAtEnd };
}

const othersAfter = (view: RoomView, seq: number, me: string) =>
  view.messages.some((one) => one.seq > seq && one.senderId !== me);
