import { CalendarDays, Handshake, House, Mail, Users, type LucideIcon } from "lucide-react";

import type { PageKind } from "@/components/frame";
import type { MessageKey } from "@/lib/i18n";

import type { VenueCounts } from "./types";

export type VenuePlace = {
  path: string;
  label: MessageKey;
  icon: LucideIcon;
  /** The letter after `g`. */
  key: string;
  /** A quiet number, or what waits for you. */
  count?: keyof VenueCounts;
  waiting?: boolean;
};

/** The rooms that exist, in the order of the rail. */
export const venuePlaces: readonly VenuePlace[] = [
  { path: "/lobby", label: "shell.lobby", icon: House, key: "l" },
  { path: "/agenda", label: "shell.agenda", icon: CalendarDays, key: "a" },
  { path: "/people", label: "shell.people", icon: Users, key: "p", count: "people" },
  { path: "/matches", label: "shell.matches", icon: Handshake, key: "m", count: "matches", waiting: true },
  { path: "/messages", label: "shell.messages", icon: Mail, key: "d", count: "messages", waiting: true },
];

/** Whether `path` is this place or something inside it. */
export function isHere(place: VenuePlace, base: string, path: string): boolean {
  const target = base + place.path;
  return path === target || path.startsWith(`${target}/`);
}

/** Pages where people talk have the panel beside them; the others need the width. */
export function pageKindOf(path: string, base: string): PageKind {
  const rest = path.slice(base.length);
  return rest.startsWith("/lobby") || rest.startsWith("/sessions") ? "talk" : "work";
}
