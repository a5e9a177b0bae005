"use client";

import { Mic, MicOff, Video, VideoOff } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Select } from "@/components/ui/select";
import { useMounted } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { useStore } from "@/lib/use-store";
import type { DeviceKind, LocalMedia } from "@/rtc";

import { canChooseSpeaker, deviceNames, useDeviceChoices } from "./device-items";
import { LevelMeter } from "./level-meter";
import { MediaProblemNote } from "./media-problem";
import { Picture } from "./picture";

export type DeviceCheckProps = {
  local: LocalMedia;
  names: string;
  eventName: string;
  cameraOff: boolean;
  onJoin: () => void;
};

/** A look into the mirror before going in. */
export function DeviceCheck({ local, names, eventName, cameraOff, onJoin }: DeviceCheckProps) {
  const t = useT();
  const mounted = useMounted();
  const state = useStore(local.state);
  return (
    <div className="mx-auto grid w-full max-w-[960px] grid-cols-[minmax(0,1fr)] items-start gap-8 px-4 py-6 md:grid-cols-[minmax(0,1fr)_320px] md:py-12">
      <Mirror local={local} />
      <div className="flex flex-col gap-4">
        <div>
          <h1 className="text-28 font-semibold">{t("video.checkTitle")}</h1>
          <p className="mt-1 text-muted">{t("video.checkWith", { names, event: eventName })}</p>
        </div>
        {cameraOff && <p className="text-13 text-muted">{t("video.justMet")}</p>}
        {state.microphone.problem && (
          <MediaProblemNote
            problem={state.microphone.problem}
            onRetry={() => void local.setMicrophone(true)}
          />
        )}
        {state.camera.problem && (
          <MediaProblemNote problem={state.camera.problem} onRetry={() => void local.setCamera(true)} />
        )}
        <div className="flex flex-col gap-1.5">
          <LevelMeter local={local} />
          <p className="text-12 text-muted">{t("video.levelHint")}</p>
        </div>
        <Choice local={local} kind="microphone" />
        <Choice local={local} kind="camera" />
        {mounted && canChooseSpeaker() && <Choice local={local} kind="speaker" />}
        <Button variant="accent" size="lg" onClick={onJoin}>
          {t("video.join")}
        </Button>
      </div>
    </div>
  );
}

function Choice({ local, kind }: { local: LocalMedia; kind: DeviceKind }) {
  const t = useT();
  const { chosen, options, choose } = useDeviceChoices(local, kind);
  return (
    <Field label={t(deviceNames[kind])}>
      <Select value={chosen} options={options} onValueChange={choose} />
    </Field>
  );
}

function Mirror({ local }: { local: LocalMedia }) {
  const t = useT();
  const { camera, cameraStream, muted } = useStore(local.state);
  return (
    <div className="relative aspect-video overflow-hidden rounded-card bg-slide text-white">
      {cameraStream ? (
        <Picture stream={cameraStream} label={t("video.preview")} mirrored />
      ) : (
        <p className="grid size-full place-items-center text-14">
          {t(camera.starting ? "video.previewStarting" : "video.previewOff")}
        </p>
      )}
      <div className="absolute inset-x-0 bottom-4 flex justify-center gap-2">
        <Button
          size="lg"
          variant="outline"
          className="size-11 px-0"
          aria-label={t(muted ? "video.unmute" : "video.mute")}
          onClick={() => void local.setMuted(!muted)}
        >
          <Icon icon={muted ? MicOff : Mic} size={20} className={muted ? "text-live-text" : undefined} />
        </Button>
        <Button
          size="lg"
          variant="outline"
          className="size-11 px-0"
          aria-label={t(camera.on ? "video.cameraOff" : "video.cameraOn")}
          onClick={() => void local.setCamera(!camera.on)}
        >
          <Icon
            icon={camera.on ? Video : VideoOff}
            size={20}
            className={camera.on ? undefined : "text-live-text"}
          />
        </Button>
      </div>
    </div>
  );
}
