"use client";

import { useT } from "@/lib/i18n";
import { useConnection } from "@/lib/socket";
import { useStore } from "@/lib/use-store";
import type { Call } from "@/rtc";

import { MediaProblemNote } from "./media-problem";

/** What keeps the call from being as it should be, in one sentence each; `ringing` names those whom one waits for. */
export function CallNotices({ rtc, ringing }: { rtc: Call; ringing: string }) {
  const t = useT();
  const { microphone, camera, screen } = useStore(rtc.local.state);
  const { status } = useConnection();
  const { local } = rtc;
  const away = status === "offline" || status === "reconnecting";
  return (
    // Over the pictures, not above them: what comes and goes must not move anybody.
    <div className="absolute inset-x-4 top-2 z-10 mx-auto flex w-fit max-w-[640px] flex-col gap-2">
      {ringing && (
        <div role="status" className="rounded-card bg-surface px-4 py-2 text-center hairline">
          <p className="text-16 font-semibold">{t("video.waiting", { names: ringing })}</p>
          <p className="text-13 text-muted">{t("video.waitingHint")}</p>
        </div>
      )}
      {away && (
        <p role="status" className="rounded-card bg-sunken px-3 py-2 text-center text-13">
          {t(status === "offline" ? "video.offline" : "video.relayLost")}
        </p>
      )}
      {microphone.problem && (
        <MediaProblemNote problem={microphone.problem} onRetry={() => void local.setMicrophone(true)} />
      )}
      {camera.problem && (
        <MediaProblemNote problem={camera.problem} onRetry={() => void local.setCamera(true)} />
      )}
      {screen.problem && <MediaProblemNote problem={screen.problem} />}
    </div>
  );
}
