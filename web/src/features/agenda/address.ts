import { isId } from "@/lib/ids";
import type { InAddress } from "@/lib/in-address";
import { cut } from "@/lib/plain";

import type { AgendaFilter } from "./model";

export const agendaViews = ["grid", "list", "mine"] as const;
export type AgendaView = (typeof agendaViews)[number];

/** What of the agenda is looked at: in its address, where others may write anything. */
export type AgendaChoice = AgendaFilter & {
  view: AgendaView;
  /** "2026-11-21"; null: the one that is on. */
  day: string | null;
  /** The list shows what is over, too. */
  past: boolean;
};

/** Characters of a search, and tracks of a filter. */
export const longestQuery = 100;
const mostTracks = 100;

export const agendaAddress: InAddress<AgendaChoice> = {
  read: (params) => {
    const day = params.get("day") ?? "";
    return {
      view: agendaViews.find((one) => one === params.get("view")) ?? "grid",
      day: /^\d{4}-\d\d-\d\d$/u.test(day) ? day : null,
      past: params.has("past"),
      query: cut(params.get("q") ?? "", longestQuery),
      tracks: new Set(params.getAll("track").filter(isId).slice(0, mostTracks)),
      soon: params.has("soon"),
    };
  },
  write: (params, { view, day, past, query, tracks, soon }) => {
    const put = (name: string, value: string | null) =>
      value ? params.set(name, value) : params.delete(name);
    put("view", view === "grid" ? null : view);
    put("day", day);
    put("past", past ? "1" : null);
    put("q", query);
    put("soon", soon ? "1" : null);
    params.delete("track");
    for (const id of tracks) params.append("track", id);
  },
};
