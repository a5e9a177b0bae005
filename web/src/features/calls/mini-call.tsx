"use client";

import { Maximize2, Mic, MicOff, Move, PhoneOff, Video, VideoOff, type LucideIcon } from "lucide-react";
import { useState } from "react";

import { mainId } from "@/components/frame";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { usePhone } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { useStore } from "@/lib/use-store";
import type { LocalMedia } from "@/rtc";

import { whoLeft } from "./call-notices";
import { Elapsed } from "./call-head";
import { callPath } from "./calls";
import { companyOf, namesOf } from "./company";
import type { LiveIn } from "./live-call";
import type { Ongoing } from "./ongoing";
import { Picture } from "./picture";
import { useGoing, useRingNews, useWaiting } from "./use-ongoing-call";
import { screensOf, useSeats, type Seat } from "./use-seats";

/** The call while another page is shown: by its small window one mutes, leaves, or comes back. */
export function MiniCall({ current, live }: { current: Ongoing; live: LiveIn }) {
  const { me, local } = current;
  const phone = usePhone();
  const call = useGoing(current.call, live.signalling);
  useRingNews(call, false);
  const waiting = useWaiting(call, me, live);
  const seats = useSeats(call, me, live);
  const { activeSpeaker } = useStore(live.rtc.state);
  const alone = useStore(live.company.alone);
  const t = useT();
  const leave = () => {
    current.live.leave();
    document.getElementById(mainId)?.focus(); // the window goes, and with it the focus
  };
  const names = namesOf(companyOf(call, me));
  const seat = watched(seats, activeSpeaker);
  const parts = {
    names,
    href: callPath(call.event.slug, call.id),
    line: alone
      ? t("video.whoLeft", whoLeft(call, alone.left))
      : waiting.length
        ? t("video.ringing")
        : seat?.status === "reconnecting"
          ? t("video.reconnecting")
          : null,
    since: live.company.metAt === null ? null : call.startedAt,
    seat,
    buttons: <Buttons local={local} onLeave={leave} />,
  };
  return phone ? <PhoneBar {...parts} /> : <Window {...parts} />;
}

/** Whose picture the small window has: a shared screen, who speaks, or the first that is there. */
function watched(seats: readonly Seat[], speaker: string | null): Seat | null {
  const others = seats.filter((seat) => !seat.me);
  return (
    screensOf(others, null).shown ??
    others.find((seat) => seat.peerId !== null && seat.peerId === speaker) ??
    others.find((seat) => seat.camera) ??
    others.find((seat) => seat.status === "in") ??
    others[0] ??
    null
  );
}

type Parts = {
  names: string;
  href: string;
  /** What there is to say instead of the time. */
  line: string | null;
  since: string | null;
  seat: Seat | null;
  buttons: React.ReactNode;
};

export const windowLook =
  "fixed z-40 w-52 overflow-hidden rounded-card bg-raised shadow-2 outline outline-border";
/** On a phone: over the page, which moves down for it. */
export const barLook =
  "sticky top-0 z-40 flex h-12 items-center gap-1 border-b border-border bg-raised ps-3 pe-1.5";

/** Corners of the page, in the order in which the window goes round; the first covers no field and no button to send. */
const corners = [
  "bottom-18 inset-s-3",
  "top-16 inset-s-3",
  "top-16 inset-e-3 min-[1200px]:inset-e-94",
  "bottom-24 inset-e-3 min-[1200px]:inset-e-94",
] as const;
export const [firstCorner] = corners;

function Window({ names, href, line, since, seat, buttons }: Parts) {
  const t = useT();
  const [corner, setCorner] = useState(0);
  const picture = seat?.screen ?? seat?.camera ?? null;
  return (
    <section aria-label={t("video.mini", { names })} className={cn(windowLook, corners[corner])}>
      <Link
        href={href}
        aria-label={t("video.backToCall")}
        className="relative grid aspect-video place-items-center bg-sunken -outline-offset-2"
      >
        {picture && seat ? (
          <Picture
            stream={picture}
            contain={seat.screen !== null}
            label={t(seat.screen ? "video.screenOf" : "video.cameraOf", { name: seat.person.name })}
          />
        ) : (
          seat && <Avatar id={seat.person.id} name={seat.person.name} size={48} decorative />
        )}
        <span className="absolute inset-e-1.5 top-1.5 grid size-6 place-items-center rounded-control bg-plate text-plate-foreground">
          <Icon icon={Maximize2} size={14} />
        </span>
      </Link>
      <div className="flex items-center gap-2 px-2.5 pt-1.5 text-12">
        <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
          {line ?? names}
        </span>
        {!line && since && <Elapsed since={since} className="text-12" />}
      </div>
      <div className="flex items-center gap-1 p-1.5">
        {buttons}
        <Press icon={Move} label={t("video.move")} onPress={() => setCorner((corner + 1) % corners.length)} />
      </div>
    </section>
  );
}

function PhoneBar({ names, href, line, since, seat, buttons }: Parts) {
  const t = useT();
  return (
    <section aria-label={t("video.mini", { names })} data-over-page className={barLook}>
      <Link href={href} className="flex min-w-0 flex-1 items-center gap-2 self-stretch rounded-control">
        {seat && <Avatar id={seat.person.id} name={seat.person.name} size={28} decorative />}
        <span className="min-w-0 text-13">
          <span dir="auto" className="block truncate font-medium">
            {line ?? names}
          </span>
          <span className="flex items-center gap-1.5 text-12 text-muted">
            <span className="truncate">{t("video.backToCall")}</span>
            {!line && since && <Elapsed since={since} className="text-12" />}
          </span>
        </span>
      </Link>
      {buttons}
    </section>
  );
}

const off = "bg-live-soft text-live-text forced-colors:border-2 forced-colors:border-[Highlight]";

function Buttons({ local, onLeave }: { local: LocalMedia; onLeave: () => void }) {
  const t = useT();
  const { muted, microphone, camera } = useStore(local.state);
  const silent = muted || !microphone.on;
  return (
    <>
      <Press
        icon={silent ? MicOff : Mic}
        label={t(silent ? "video.unmute" : "video.mute")}
        className={silent ? off : undefined}
        onPress={() => void local.setMuted(!silent)}
      />
      <Press
        icon={camera.on ? Video : VideoOff}
        label={t(camera.on ? "video.cameraOff" : "video.cameraOn")}
        className={camera.on ? undefined : off}
        onPress={() => void local.setCamera(!camera.on)}
      />
      <Press
        icon={PhoneOff}
        label={t("video.leave")}
        className="bg-danger text-danger-foreground hover:bg-danger-hover md:flex-1"
        onPress={onLeave}
      />
    </>
  );
}

type PressProps = { icon: LucideIcon; label: string; onPress: () => void; className?: string };

function Press({ icon, label, onPress, className }: PressProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onPress}
      className={cn(
        "grid h-9 w-9 shrink-0 place-items-center rounded-control hover:bg-hover max-md:h-10 max-md:w-10 forced-colors:border forced-colors:border-[ButtonBorder]",
        className,
      )}
    >
      <Icon icon={icon} />
    </button>
  );
}
