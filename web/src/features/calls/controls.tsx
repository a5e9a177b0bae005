"use client";

import {
  ChevronDown,
  Mic,
  MicOff,
  MonitorUp,
  PhoneOff,
  Video,
  VideoOff,
  type LucideIcon,
} from "lucide-react";
import { Toolbar } from "radix-ui";
import type { ReactNode } from "react";

import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { useMounted } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { direction } from "@/lib/locale";
import { useStore } from "@/lib/use-store";
import type { LocalMedia } from "@/rtc";

import { canChooseSpeaker, DeviceItems } from "./device-items";

const box =
  "inline-flex h-11 items-center rounded-card bg-surface hairline transition-colors forced-colors:border forced-colors:border-[ButtonBorder]";
const red = "bg-live-soft text-live-text shadow-none forced-colors:border-2 forced-colors:border-[Highlight]";

type ControlsProps = { local: LocalMedia; leaveLabel: string; onLeave: () => void; children: ReactNode };

/**
 * Everything that is done in a call, in one row; Leave stands apart. One stop of the Tab key: arrows lead along the row,
 * End to Leave.
 */
export function Controls({ local, leaveLabel, onLeave, children }: ControlsProps) {
  const t = useT();
  const mounted = useMounted();
  const { muted, microphone, camera, screen } = useStore(local.state);
  const silent = muted || !microphone.on;
  const canShare = mounted && typeof navigator.mediaDevices?.getDisplayMedia === "function";
  return (
    <Toolbar.Root aria-label={t("video.controls")} dir={direction()} className="flex items-center gap-2">
      <Pair
        off={silent}
        label={t("video.soundDevices")}
        menu={<SoundMenu local={local} speaker={mounted && canChooseSpeaker()} />}
      >
        <Press
          icon={silent ? MicOff : Mic}
          label={t(silent ? "video.unmute" : "video.mute")}
          keys="M"
          onPress={() => void local.setMuted(!silent)}
        />
      </Pair>
      <Pair
        off={!camera.on}
        label={t("video.cameraDevices")}
        menu={<DeviceItems local={local} kind="camera" />}
      >
        <Press
          icon={camera.on ? Video : VideoOff}
          label={t(camera.on ? "video.cameraOff" : "video.cameraOn")}
          keys="V"
          onPress={() => void local.setCamera(!camera.on)}
        />
      </Pair>
      {canShare && (
        <span className={cn(box, screen.on && "bg-accent-soft text-accent-text shadow-none")}>
          <Press
            icon={MonitorUp}
            label={t(screen.on ? "video.stopSharing" : "video.share")}
            onPress={() => void local.setScreen(!screen.on)}
          />
        </span>
      )}
      {children}
      <Toolbar.Button
        onClick={onLeave}
        className="ms-2 inline-flex h-11 items-center gap-2 rounded-card bg-danger ps-4 pe-[18px] text-14 font-medium text-danger-foreground transition-colors hover:bg-danger-hover max-md:px-4 forced-colors:border forced-colors:border-[ButtonBorder]"
      >
        <Icon icon={PhoneOff} size={20} />
        <span className="max-md:sr-only">{leaveLabel}</span>
      </Toolbar.Button>
    </Toolbar.Root>
  );
}

function SoundMenu({ local, speaker }: { local: LocalMedia; speaker: boolean }) {
  return (
    <>
      <DeviceItems local={local} kind="microphone" />
      {speaker && <DeviceItems local={local} kind="speaker" />}
    </>
  );
}

type PressProps = { icon: LucideIcon; label: string; keys?: string; onPress: () => void };

function Press({ icon, label, keys, onPress }: PressProps) {
  return (
    <Tooltip text={label} keys={keys} side="top">
      <Toolbar.Button
        aria-label={label}
        onClick={onPress}
        className="grid h-11 w-12 place-items-center rounded-card hover:bg-hover/60 max-md:w-11"
      >
        <Icon icon={icon} size={20} />
      </Toolbar.Button>
    </Tooltip>
  );
}

type PairProps = { off: boolean; label: string; menu: ReactNode; children: ReactNode };

/** A switch, and beside it the choice of device. */
function Pair({ off, label, menu, children }: PairProps) {
  return (
    <span className={cn(box, off && red)}>
      {children}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Toolbar.Button
            aria-label={label}
            className={cn(
              "grid h-11 w-[26px] place-items-center rounded-card hover:bg-hover/60",
              !off && "text-muted",
            )}
          >
            <Icon icon={ChevronDown} size={14} />
          </Toolbar.Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent side="top" align="start">
          {menu}
        </DropdownMenuContent>
      </DropdownMenu>
    </span>
  );
}

export const controlBox = box;
