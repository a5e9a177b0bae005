import type { KeyboardEvent } from "react";

/** The links to sessions in the agenda: each has an id, by which keys find the session that has the focus. */
const prefix = "session-";

export const linkId = (sessionId: string): string => prefix + sessionId;

/** The session whose link a key was pressed on; null elsewhere, and with a modifier. */
export function sessionAt({ target, metaKey, ctrlKey, altKey }: KeyboardEvent): string | null {
  if (metaKey || ctrlKey || altKey || !(target instanceof Element)) return null;
  return target.id.startsWith(prefix) ? target.id.slice(prefix.length) : null;
}
