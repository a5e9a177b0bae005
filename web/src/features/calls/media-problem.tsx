"use client";

import { CircleAlert, X } from "lucide-react";
import { useRef } from "react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { usePassFocus } from "@/components/ui/return-focus";
import { useT } from "@/lib/i18n";
import type { MediaProblem, MediaReason } from "@/rtc";

const reasons: Record<MediaReason, string> = {
  denied: "denied",
  "denied-by-system": "system",
  "no-device": "none",
  "in-use": "busy",
  insecure: "insecure",
  unplugged: "unplugged",
  unsupported: "unsupported",
  failed: "failed",
};

type MediaProblemNoteProps = { problem: MediaProblem; onRetry?: () => void; onClose?: () => void };

/** Why a device gives nothing, and what to click. */
export function MediaProblemNote({ problem, onRetry, onClose }: MediaProblemNoteProps) {
  const t = useT();
  const reason = reasons[problem.reason];
  const note = useRef<HTMLDivElement>(null);
  usePassFocus(note);
  return (
    <div
      ref={note}
      role="alert"
      className="flex items-start gap-2.5 rounded-card bg-warn-soft px-3 py-2.5 text-13 text-warn-text"
    >
      <Icon icon={CircleAlert} className="mt-0.5" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">{t("video.problem", { kind: problem.kind, reason })}</span>{" "}
        {t("video.advice", { reason })}
      </p>
      {onRetry && (
        <Button variant="outline" size="sm" onClick={onRetry}>
          {t("common.retry")}
        </Button>
      )}
      {onClose && (
        <Button variant="ghost" size="icon-sm" aria-label={t("common.close")} onClick={onClose}>
          <Icon icon={X} />
        </Button>
      )}
    </div>
  );
}
