"use client";

import { usePathname } from "next/navigation";

import { useLiveState } from "@/features/live-event";

/** The session whose page this is; null on every other page, and when it is not on the agenda. */
export function useSessionHere(base: string): string | null {
  const path = usePathname();
  const { agenda } = useLiveState();
  const prefix = `${base}/sessions/`;
  const id = path.startsWith(prefix) ? path.slice(prefix.length) : "";
  return agenda.sessions.has(id) ? id : null;
}
