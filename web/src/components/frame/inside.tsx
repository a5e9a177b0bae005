"use client";

import type { ReactNode } from "react";

import { TooltipProvider } from "@/components/ui/tooltip";

import { SpeakingInside } from "./speaking-inside";

/**
 * What the pages of an event and of one's account stand on, and what comes with a person to all others (bell, calls):
 * tooltips, and words as one speaks inside. Public pages do without.
 */
export function Inside({ children }: { children: ReactNode }) {
  return (
    <TooltipProvider delayDuration={400} skipDelayDuration={200}>
      <SpeakingInside>{children}</SpeakingInside>
    </TooltipProvider>
  );
}
