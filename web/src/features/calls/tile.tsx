"use client";

import { Mic, MicOff, MonitorUp, ShieldCheck } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { cn } from "@/lib/cn";
import { hueOf } from "@/lib/hue";
import { useT, type MessageKey } from "@/lib/i18n";

import { Picture } from "./picture";
import { SignalBars } from "./signal-bars";
import type { Seat } from "./use-seats";

const words = {
  ringing: "video.ringing",
  declined: "video.declined",
  missed: "video.noAnswer",
  absent: "video.notIn",
  left: "video.left",
  connecting: "video.connecting",
  reconnecting: "video.reconnecting",
} as const satisfies Record<string, MessageKey>;

/** One person of the call, always in the same place and shape, whether they are in or not. */
export function Tile({ seat, style }: { seat: Seat; style: CSSProperties }) {
  const t = useT();
  const { person, me, status } = seat;
  const name = me ? t("video.you") : (person.name.split(" ")[0] ?? person.name);
  const label = [
    me ? t("video.you") : person.name,
    seat.inTeam && !me && t("events.ofTheTeam"),
    status === "in" ? t(seat.muted ? "video.muted" : "video.unmuted") : t(words[status]),
    seat.speaking && t("video.speaking"),
  ];
  return (
    <li
      aria-label={label.filter(Boolean).join(", ")}
      style={{ ...style, "--hue": hueOf(person.id) }}
      className={cn(
        "relative grid shrink-0 place-items-center rounded-card hue-tile forced-colors:border forced-colors:border-[CanvasText]",
        seat.speaking &&
          "outline-2 outline-offset-2 outline-present forced-colors:outline-4 forced-colors:outline-[Highlight]",
      )}
    >
      {seat.camera ? (
        <span
          className={cn("absolute inset-0 overflow-hidden rounded-card", status !== "in" && "opacity-50")}
        >
          <Picture stream={seat.camera} label={t("video.cameraOf", { name: person.name })} mirrored={me} />
        </span>
      ) : (
        <Avatar
          id={person.id}
          name={person.name}
          size={Math.max(32, Math.min(112, Math.round(Number(style.height) * 0.45)))}
          decorative
          className={status === "in" ? undefined : "opacity-60"}
        />
      )}
      <span className="absolute inset-x-2 bottom-2 flex items-center justify-between gap-2">
        <Plate className="min-w-0">
          <Icon
            icon={seat.muted ? MicOff : Mic}
            size={14}
            className={cn(seat.muted && status === "in" && "text-live-text", status !== "in" && "hidden")}
          />
          <span dir="auto" className="truncate">
            {name}
          </span>
          {seat.inTeam && !me && <Icon icon={ShieldCheck} size={14} className="text-accent-text" />}
        </Plate>
        {status === "in" ? <Quality seat={seat} /> : <Plate>{t(words[status])}</Plate>}
      </span>
    </li>
  );
}

type ScreenTileProps = { seat: Seat; style: CSSProperties; onShow: () => void };

/** Another shared screen, small; pressed, it is the large one. */
export function ScreenTile({ seat: { person, me, screen }, style, onShow }: ScreenTileProps) {
  const t = useT();
  if (!screen) return null;
  const whose = me ? t("video.yourScreen") : t("video.screenOf", { name: person.name });
  return (
    <li className="shrink-0" style={style}>
      <button
        type="button"
        aria-label={me ? t("video.showYourScreen") : t("video.showScreen", { name: person.name })}
        onClick={onShow}
        className="relative block size-full overflow-hidden rounded-card bg-slide outline outline-border hover:outline-2 hover:outline-accent-text focus-visible:outline-2 focus-visible:outline-offset-2"
      >
        <Picture stream={screen} label={whose} contain />
        <span className="absolute inset-x-2 bottom-2 flex">
          <Plate className="min-w-0">
            <Icon icon={MonitorUp} size={14} />
            <span className="truncate">{whose}</span>
          </Plate>
        </span>
      </button>
    </li>
  );
}

function Quality({ seat: { quality, camera, me } }: { seat: Seat }) {
  const t = useT();
  if (me || quality === "unknown") return null;
  const weak = quality !== "good";
  return (
    <Plate className={cn("px-1.5", weak && "text-warn-text")} label={t("video.quality", { level: quality })}>
      <SignalBars level={quality} />
      {quality === "poor" && !camera && t("video.audioOnly")}
    </Plate>
  );
}

function Plate({ children, className, label }: { children: ReactNode; className?: string; label?: string }) {
  return (
    <span
      title={label}
      className={cn(
        "inline-flex h-6 items-center gap-1.5 rounded-control bg-plate px-2 text-12 font-medium text-plate-foreground",
        className,
      )}
    >
      {children}
      {label && <span className="sr-only">{label}</span>}
    </span>
  );
}
