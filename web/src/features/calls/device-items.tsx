"use client";

import {
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
} from "@/components/ui/dropdown-menu";
import { useT, type MessageKey } from "@/lib/i18n";
import { useStore } from "@/lib/use-store";
import type { DeviceKind, LocalMedia } from "@/rtc";

export const deviceNames = {
  microphone: "video.microphone",
  camera: "video.camera",
  speaker: "video.speaker",
} as const satisfies Record<DeviceKind, MessageKey>;

const system = "system";

/** Whether the browser lets a page choose where it sounds. */
export const canChooseSpeaker = (): boolean =>
  typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype;

/** The devices of a kind, with the system's own choice first: values and labels for a menu or a select. */
export function useDeviceChoices(local: LocalMedia, kind: DeviceKind) {
  const t = useT();
  const devices = useStore(local.devices.state);
  const there = devices[kind];
  const chosen = there.find((device) => device.id === devices.chosen[kind])?.id ?? system;
  const options = [
    { value: system, label: t(there.length ? "video.systemChoice" : "video.noDevice") },
    ...there.filter((device) => device.id !== "default").map(({ id, label }) => ({ value: id, label })),
  ];
  const choose = (value: string) => void local.choose(kind, value === system ? null : value);
  return { chosen: chosen === "default" ? system : chosen, options, choose };
}

/** One group of a device menu. */
export function DeviceItems({ local, kind }: { local: LocalMedia; kind: DeviceKind }) {
  const t = useT();
  const { chosen, options, choose } = useDeviceChoices(local, kind);
  return (
    <>
      <DropdownMenuLabel>{t(deviceNames[kind])}</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={chosen} onValueChange={choose} aria-label={t(deviceNames[kind])}>
        {options.map(({ value, label }) => (
          <DropdownMenuRadioItem key={value} value={value}>
            <span className="max-w-72 truncate">{label}</span>
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
    </>
  );
}
