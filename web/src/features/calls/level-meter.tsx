"use client";

import { useT } from "@/lib/i18n";
import { cn } from "@/lib/cn";
import { useStore } from "@/lib/use-store";
import type { LocalMedia } from "@/rtc";

/** Speech lies in the lower part of the scale: stretched, so that it is seen to move. */
const shown = (level: number): number => Math.min(1, Math.sqrt(level) * 1.4);

/** Follows the microphone ten times a second; alone, so that nothing around it is drawn again. */
export function LevelMeter({ local, className }: { local: LocalMedia; className?: string }) {
  const t = useT();
  const share = shown(useStore(local.level));
  return (
    <span
      role="meter"
      aria-label={t("video.level")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      className={cn("block h-1.5 overflow-hidden rounded-full bg-sunken hairline", className)}
    >
      <span
        className="block h-full origin-left rounded-full bg-present transition-transform"
        style={{ transform: `scaleX(${share})` }}
      />
    </span>
  );
}
