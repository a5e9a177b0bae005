"use client";

import type { ReactNode } from "react";

import { Kbd } from "@/components/ui/kbd";
import { keepClear } from "@/components/ui/toast";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { useStore } from "@/lib/use-store";
import type { Call, PeerView, Quality } from "@/rtc";

import { LevelMeter } from "./level-meter";
import { SignalBars } from "./signal-bars";

const order = ["unknown", "good", "fair", "poor"] as const;

/** The worst of the connections stands for all. */
export function worst(peers: readonly PeerView[]): Quality | null {
  const known = peers.filter((peer) => peer.status !== "connecting").map((peer) => peer.quality);
  return known.reduce<Quality | null>(
    (bad, one) => (bad === null || order.indexOf(one.level) > order.indexOf(bad.level) ? one : bad),
    null,
  );
}

export function CallFoot({ rtc, talking, children }: { rtc: Call; talking: boolean; children: ReactNode }) {
  return (
    <footer
      {...keepClear}
      className="grid min-h-[76px] grid-cols-[1fr_auto_1fr] items-center gap-4 px-8 pb-1 max-lg:grid-cols-1 max-lg:justify-items-center max-md:px-2 max-md:pb-4"
    >
      <Connection rtc={rtc} />
      {children}
      <Voice rtc={rtc} talking={talking} />
    </footer>
  );
}

function Connection({ rtc }: { rtc: Call }) {
  const t = useT();
  const quality = worst(useStore(rtc.state).peers);
  return (
    <p
      className={cn(
        "flex items-center gap-3 text-13 text-muted max-lg:hidden",
        quality?.level === "poor" && "text-warn-text",
      )}
    >
      {quality && quality.level !== "unknown" && (
        <>
          <span className="flex items-center gap-1.5">
            <SignalBars level={quality.level} />
            {t("video.quality", { level: quality.level })}
          </span>
          {quality.rttMs !== null && (
            <span className="tabular-nums">{t("video.milliseconds", { ms: Math.round(quality.rttMs) })}</span>
          )}
        </>
      )}
    </p>
  );
}

function Voice({ rtc, talking }: { rtc: Call; talking: boolean }) {
  const t = useT();
  const { muted } = useStore(rtc.local.state);
  return (
    <p className="flex items-center justify-end gap-2 justify-self-end text-13 whitespace-nowrap text-muted max-xl:hidden">
      {talking ? (
        t("video.talking")
      ) : muted ? (
        <>
          {t("video.mutedHint")}
          <Kbd>M</Kbd>
          {t("video.mutedOr")}
          <Kbd>{t("shell.keySpace")}</Kbd>
          {t("video.mutedEnd")}
        </>
      ) : (
        <LevelMeter local={rtc.local} className="w-24" />
      )}
    </p>
  );
}
