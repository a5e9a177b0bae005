"use client";

import { CalendarPlus, FileCode, Star } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Icon, type IconProps } from "@/components/ui/icon";
import { useT } from "@/lib/i18n";
import { useSession } from "@/lib/session";

import { scheduleFiles } from "./schedule-files";
import type { Agenda } from "./use-agenda";

/** Few ask for it, and it is nothing that a page must have to be read. */
const CalendarDialog = lazy(() => import("./calendar-dialog"));
const mostTracks = 5;

/** This agenda for other programs: as files, and what I starred in my own calendar. */
export function ExportMenu({ agenda: { state, filter } }: { agenda: Agenda }) {
  const t = useT();
  const { status } = useSession();
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const { event } = state;
  const files = scheduleFiles(event.slug);
  const chosen = [...state.agenda.tracks.values()].filter(({ id }) => filter.tracks.has(id));
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" className="shrink-0 font-normal">
            <Icon icon={CalendarPlus} />
            {/* Beside the days there is room for its picture only; on a phone it stands among the filters. */}
            <span className="md:@max-[900px]:sr-only">{t("events.export")}</span>
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent className="w-72">
          <DropdownMenuLabel>{t("events.exportAll")}</DropdownMenuLabel>
          <File icon={CalendarPlus} href={files.calendar} text={t("events.exportCalendar")} />
          <File icon={FileCode} href={files.xml} text={t("events.exportXml")} />
          <File icon={FileCode} href={files.json} text={t("events.exportJson")} />
          {chosen.length > 0 && chosen.length <= mostTracks && (
            <>
              <DropdownMenuLabel>{t("events.exportTracks")}</DropdownMenuLabel>
              {chosen.map(({ id, name }) => (
                <File
                  key={id}
                  icon={CalendarPlus}
                  href={`${files.calendar}?track=${id}`}
                  text={t("events.exportTrack", { track: name })}
                />
              ))}
            </>
          )}
          {status === "in" && event.status !== "draft" && (
            <>
              <DropdownMenuSeparator />
              <DropdownMenuItem
                icon={Star}
                onSelect={() => {
                  setAsked(true);
                  setOpen(true);
                }}
              >
                {t("events.myCalendar")}
              </DropdownMenuItem>
            </>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {asked && (
        <Suspense fallback={null}>
          <CalendarDialog eventId={event.id} open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}

type FileProps = { icon: IconProps["icon"]; href: string; text: string };

/** Kept, not shown: the page, and what goes on in it, stays. */
const File = ({ icon, href, text }: FileProps) => (
  <DropdownMenuItem asChild>
    <a href={href} download>
      <Icon icon={icon} />
      <bdi className="truncate">{text}</bdi>
    </a>
  </DropdownMenuItem>
);
