"use client";

import { Bell, BellOff } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Tooltip } from "@/components/ui/tooltip";
import { useT } from "@/lib/i18n";
import { useStore } from "@/lib/use-store";

import { ringMuted, setRingMuted } from "./tone";

/** Whether calls are heard; they are shown in any case. */
export function MuteRings() {
  const t = useT();
  const muted = useStore(ringMuted, false);
  return (
    <Tooltip text={t(muted ? "video.ringOn" : "video.ringOff")}>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-pressed={muted}
        aria-label={t("video.ringOff")}
        onClick={() => setRingMuted(!muted)}
      >
        <Icon icon={muted ? BellOff : Bell} />
      </Button>
    </Tooltip>
  );
}
