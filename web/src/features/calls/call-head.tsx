"use client";

import { ChevronLeft, Lock, Maximize2, Minimize2 } from "lucide-react";
import { useEffect, useState, useSyncExternalStore, type ReactNode, type RefObject } from "react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { useMounted } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { serverNow } from "@/lib/server-clock";

type CallHeadProps = {
  event: { slug: string; name: string };
  names: string;
  /** When the call began; null before it has. */
  since: string | null;
  children?: ReactNode;
};

export function CallHead({ event, names, since, children }: CallHeadProps) {
  const t = useT();
  return (
    <header className="flex items-center gap-3 ps-5 pe-4 max-md:gap-2 max-md:px-2">
      <Button asChild variant="ghost" className="px-2">
        <Link href={`/e/${event.slug}/lobby`} aria-label={t("video.back", { event: event.name })}>
          <Icon icon={ChevronLeft} />
          <span dir="auto" className="max-w-40 truncate max-md:sr-only">
            {event.name}
          </span>
        </Link>
      </Button>
      <h1 dir="auto" className="truncate text-14 font-semibold">
        {names}
      </h1>
      {since && <Elapsed since={since} />}
      <span className="inline-flex items-center gap-1.5 text-12 font-medium whitespace-nowrap text-muted max-md:hidden">
        <Icon icon={Lock} size={14} />
        {t("video.encrypted")}
      </span>
      <span className="flex-1" />
      {children}
    </header>
  );
}

/** How long the call has lasted. */
export function Elapsed({ since, className }: { since: string; className?: string }) {
  const t = useT();
  const [now, setNow] = useState(serverNow);
  // Its own clock: the shared one ticks every five seconds.
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span
      role="timer"
      aria-label={t("video.lasting")}
      className={cn("text-13 text-muted tabular-nums", className)}
    >
      {elapsed(now - Date.parse(since))}
    </span>
  );
}

/** "12:41", "1:02:03"; never negative, whatever the two clocks say. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}

function followFullScreen(listener: () => void): () => void {
  document.addEventListener("fullscreenchange", listener);
  return () => document.removeEventListener("fullscreenchange", listener);
}

export function FullScreenButton({ target }: { target: RefObject<HTMLElement | null> }) {
  const t = useT();
  const mounted = useMounted();
  const full = useSyncExternalStore(
    followFullScreen,
    () => document.fullscreenElement !== null,
    () => false,
  );
  if (!mounted || !document.fullscreenEnabled) return null;
  const label = t(full ? "video.leaveFullScreen" : "video.fullScreen");
  const toggle = () =>
    void (full ? document.exitFullscreen() : target.current?.requestFullscreen())?.catch(() => undefined);
  return (
    <Tooltip text={label}>
      <Button variant="ghost" size="icon" aria-label={label} onClick={toggle} className="max-md:hidden">
        <Icon icon={full ? Minimize2 : Maximize2} />
      </Button>
    </Tooltip>
  );
}
