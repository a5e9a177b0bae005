"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

import { Kbd } from "./kbd";

export const TooltipProvider = Radix.Provider;

export type TooltipProps = {
  text: ReactNode;
  /** The key that does the same. */
  keys?: string;
  side?: "top" | "bottom" | "left" | "right";
  children: ReactElement;
};

/** A few words on hover and focus. Never the only place of information: the control keeps its own name. */
export function Tooltip({ text, keys, side = "bottom", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-64 animate-fade-in items-center gap-2 rounded-control bg-raised px-2 py-1 text-12 shadow-2 outline outline-border"
        >
          {text}
          {keys && <Kbd>{keys}</Kbd>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
