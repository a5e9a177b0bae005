"use client";

import { useEffect, useRef, useState } from "react";

import { openLocalMedia, type LocalMedia } from "@/rtc";

import type { Start } from "./part";

/** Opens this person's devices as they want them. */
export function openDevices({ camera, muted }: Start): LocalMedia {
  const local = openLocalMedia();
  void local.setMuted(muted);
  if (!muted) void local.setMicrophone(true);
  if (camera) void local.setCamera(true);
  return local;
}

/** Devices that are open for as long as the component lives; `take` hands them over to somebody who closes them. */
export function useLocal(start: Start): { local: LocalMedia | null; take: () => void } {
  const [local, setLocal] = useState<LocalMedia | null>(null);
  const [first] = useState(start);
  const taken = useRef(false);
  // Devices are outside React: opened once, closed for certain.
  useEffect(() => {
    let opened: LocalMedia | null = null;
    // A moment later, so that a component mounted twice (as in development) opens nothing twice.
    const timer = setTimeout(() => {
      opened = openDevices(first);
      setLocal(opened);
    });
    return () => {
      clearTimeout(timer);
      if (!taken.current) opened?.close();
    };
  }, [first]);
  const take = () => {
    taken.current = true;
  };
  return { local, take };
}
