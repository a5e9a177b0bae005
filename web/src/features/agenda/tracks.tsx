"use client";

import { ChevronDown, Pin } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";

import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Chip } from "@/components/ui/chip";
import { Icon } from "@/components/ui/icon";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { SearchField } from "@/components/ui/search-field";
import { Swatch } from "@/components/ui/swatch";
import { fold } from "@/lib/fold";
import { useT } from "@/lib/i18n";
import { cut } from "@/lib/plain";

import type { Agenda } from "./use-agenda";

/** Some of the tracks: any number, found by name. */
export function TrackFilter({ agenda }: { agenda: Agenda }) {
  const t = useT();
  const chosen = agenda.filter.tracks.size;
  const all = Math.max(agenda.state.agenda.tracks.size, agenda.state.summary.tracks);
  if (all < 2) return null;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Chip asChild on={chosen > 0} className="h-8">
          <button type="button">
            <Icon icon={Pin} size={14} />
            {t("events.tracks")}
            <span className={chosen ? "tabular-nums" : "text-muted tabular-nums"}>
              {chosen ? t("events.tracksOf", { count: chosen, all }) : all}
            </span>
            <Icon icon={ChevronDown} size={14} />
          </button>
        </Chip>
      </PopoverTrigger>
      <PopoverContent
        align="start"
        aria-label={t("events.tracks")}
        className="flex max-h-[60dvh] flex-col p-2"
      >
        <TrackChoices agenda={agenda} />
      </PopoverContent>
    </Popover>
  );
}

const inView = 16;

/** The tracks whose names have this text, and those that are drawn: what is in view with the press, the rest after it. */
function useFound(tracks: Agenda["state"]["agenda"]["tracks"], text: string) {
  const wanted = fold(text.trim());
  const found = useMemo(
    () =>
      Array.from(tracks.values())
        .filter((track) => fold(track.name).includes(wanted))
        .sort((a, b) => a.position - b.position),
    [tracks, wanted],
  );
  return [found, useDeferredValue(found, found.slice(0, inView))] as const;
}

/** What is typed to find a track lives as long as the list is open. */
function TrackChoices({ agenda: { state, filter, setFilter, all } }: { agenda: Agenda }) {
  const t = useT();
  const [text, setText] = useState("");
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const item of all) found.set(item.trackId, (found.get(item.trackId) ?? 0) + 1);
    return found;
  }, [all]);
  const [found, shown] = useFound(state.agenda.tracks, text);
  const change = (id: string, on: boolean) => {
    const next = new Set(filter.tracks);
    if (on) next.add(id);
    else next.delete(id);
    setFilter({ ...filter, tracks: next });
  };
  return (
    <>
      <SearchField
        label={t("events.findTrack")}
        value={text}
        onChange={(event) => setText(cut(event.target.value, 100))}
      />
      <ul className="mt-2 min-h-0 flex-1 scrollbar-slim overflow-y-auto">
        {shown.map((track) => (
          <li key={track.id}>
            <label className="flex min-h-8 items-center gap-2.5 rounded-control px-2 text-13 hover:bg-hover">
              <Checkbox
                checked={filter.tracks.has(track.id)}
                onCheckedChange={(on) => change(track.id, on === true)}
              />
              <Swatch id={track.id} hue={track.hue} />
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {track.name}
              </span>
              <span className="text-12 text-muted tabular-nums">{counts.get(track.id) ?? 0}</span>
            </label>
          </li>
        ))}
        {found.length === 0 && (
          <li className="px-2 py-4 text-center text-13 text-muted">{t("events.noTrack")}</li>
        )}
      </ul>
      {filter.tracks.size > 0 && (
        <Button
          variant="ghost"
          className="mt-1 w-full"
          onClick={() => setFilter({ ...filter, tracks: new Set() })}
        >
          {t("events.allTracksAgain")}
        </Button>
      )}
    </>
  );
}
