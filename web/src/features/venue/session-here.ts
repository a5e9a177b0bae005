"use client";

import { usePathname } from "next/navigation";

import { useIsInAgenda } from "@/features/live-event";

/**
 * The session whose page this is, null elsewhere, while it is not known (`isComing`), and where it is not, or not any
 * more, on the agenda (`isGone`).
 */
export function useSessionHere(base: string): {
  sessionId: string | null;
  isComing: boolean;
  isGone: boolean;
} {
  const path = usePathname();
  const prefix = `${base}/sessions/`;
  const id = path.startsWith(prefix) ? path.slice(prefix.length) : "";
  const isThere = useIsInAgenda(id);
  return {
    sessionId: isThere ? id : null,
    isComing: id !== "" && isThere === null,
    isGone: id !== "" && isThere === false,
  };
}
