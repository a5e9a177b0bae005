"use client";

import { usePathname } from "next/navigation";

import { useLiveState } from "@/features/live-event";

/** The session whose page this is, null elsewhere; `isGone` where it is not, or not any more, on the agenda. */
export function useSessionHere(base: string): { sessionId: string | null; isGone: boolean } {
  const path = usePathname();
  const { agenda } = useLiveState();
  const prefix = `${base}/sessions/`;
  const id = path.startsWith(prefix) ? path.slice(prefix.length) : "";
  const isThere = agenda.sessions.has(id);
  return { sessionId: isThere ? id : null, isGone: id !== "" && !isThere };
}
