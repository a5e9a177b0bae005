"use client";

import { useEffect, useState } from "react";

import { objectFrom } from "@/lib/json";
import { keyOfMine } from "@/lib/session";
import { openLocalMedia, type LocalMedia } from "@/rtc";

export type Start = { readonly camera: boolean; readonly muted: boolean };

/** Devices opened for as long as the component lives, or until a call that took them over ends. */
export function useLocal(start: Start): LocalMedia | null {
  const [local, setLocal] = useState<LocalMedia | null>(null);
  const [first] = useState(start);
  // Devices are outside React: opened once, closed for certain.
  useEffect(() => {
    let opened: LocalMedia | null = null;
    // A moment later, so that a component mounted twice (as in development) opens nothing twice.
    const timer = setTimeout(() => {
      opened = openLocalMedia();
      void opened.setMuted(first.muted);
      if (!first.muted) void opened.setMicrophone(true);
      if (first.camera) void opened.setCamera(true);
      setLocal(opened);
    });
    return () => {
      clearTimeout(timer);
      opened?.close();
    };
  }, [first]);
  return local;
}

/** Remembers in this tab that it is in the call and how, so that a reload comes back as it was. */
export function keepPart(callId: string, part: Start | null): void {
  const key = keyOfMine("call", callId);
  if (!key) return;
  try {
    if (part) sessionStorage.setItem(key, JSON.stringify(part));
    else sessionStorage.removeItem(key);
  } catch {
    // A reload then asks again.
  }
}

export function keptPart(callId: string): Start | null {
  const key = keyOfMine("call", callId);
  try {
    const kept = key && objectFrom(sessionStorage.getItem(key));
    return kept ? { camera: kept.camera === true, muted: kept.muted === true } : null;
  } catch {
    return null;
  }
}
