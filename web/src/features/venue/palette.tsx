"use client";

import {
  Bell,
  CalendarDays,
  Handshake,
  Moon,
  Settings,
  Settings2,
  Sun,
  Ticket,
  UserRound,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";

import { CommandPalette, type PaletteItem } from "@/components/frame";
import { Icon, type IconProps } from "@/components/ui/icon";
import { fit, organises, useLiveState, useWholeAgenda, wordsOf } from "@/features/live-event";
import { useOpenToMeet } from "@/features/matching";
import { usePeoplePalette } from "@/features/people";
import { useMedia } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { useTheme } from "@/lib/theme";

import { useVenuePalette } from "./palette-agenda";

type Props = { eventId: string; base: string };

/** Everything that can be found or done from the keyboard inside the venue. */
export function VenuePalette({ eventId, base }: Props) {
  const t = useT();
  const [query, setQuery] = useState("");
  // Typing stays quick: what is found follows when there is time.
  const late = useDeferredValue(query);
  const [go, sessions, rooms] = useVenuePalette(base, late);
  const isWhole = useWholeAgenda(query !== "");
  const people = usePeoplePalette(eventId, base, late);
  const words = wordsOf(late);
  const actions = useActions(eventId, base).filter((item) => !words.length || fit(item.label, words));
  const groups = [
    go,
    people.group,
    sessions,
    rooms,
    { id: "actions", label: t("venue.paletteActions"), items: actions },
  ].filter((group) => group !== undefined);
  return (
    <CommandPalette
      groups={groups}
      query={query}
      onQueryChange={setQuery}
      settling={late !== query}
      searching={people.searching || (query !== "" && !isWhole)}
    />
  );
}

function useActions(eventId: string, base: string): PaletteItem[] {
  const t = useT();
  const router = useRouter();
  const { membership } = useLiveState();
  const open = useOpenToMeet(eventId);
  const [theme, setTheme] = useTheme();
  const system = useMedia("(prefers-color-scheme: dark)");
  const dark = theme === "dark" || (theme === "system" && system);
  const item = (id: string, label: string, icon: IconProps["icon"], run: () => void): PaletteItem => ({
    id,
    label,
    lead: <Icon icon={icon} className="text-muted" />,
    run,
  });
  const to = (path: string) => () => router.push(path);
  return [
    ...(open
      ? [
          item("open", t(open.on ? "venue.stopMeeting" : "venue.startMeeting"), Handshake, () =>
            open.onChange(!open.on),
          ),
        ]
      : []),
    item("theme", t(dark ? "venue.toLight" : "venue.toDark"), dark ? Sun : Moon, () =>
      setTheme(dark ? "light" : "dark"),
    ),
    ...(organises(membership) ? [item("manage", t("venue.manage"), Settings2, to(`${base}/manage`))] : []),
    item("event", t("venue.goEventPage"), Ticket, to(base)),
    item("notifications", t("shell.notifications"), Bell, to("/notifications")),
    item("profile", t("shell.profile"), UserRound, to("/profile")),
    item("settings", t("shell.settings"), Settings, to("/settings")),
    item("outside", t("venue.goOutside"), CalendarDays, to("/")),
  ];
}
