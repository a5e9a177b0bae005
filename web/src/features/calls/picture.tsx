"use client";

import { useCallback } from "react";

import { cn } from "@/lib/cn";

export type PictureProps = { stream: MediaStream; label: string; mirrored?: boolean; contain?: boolean };

/** Moving pictures without their sound. */
export function Picture({ stream, label, mirrored, contain }: PictureProps) {
  const attach = useCallback(
    (element: HTMLVideoElement | null) => {
      if (!element || element.srcObject === stream) return;
      element.srcObject = stream;
      element.play().catch(() => undefined); // autoPlay tries again when it may
    },
    [stream],
  );
  return (
    <video
      ref={attach}
      autoPlay
      playsInline
      muted
      aria-label={label}
      className={cn("size-full", contain ? "object-contain" : "object-cover", mirrored && "-scale-x-100")}
    />
  );
}
