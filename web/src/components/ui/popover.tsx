"use client";

import { Popover as Radix } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;
export const PopoverClose = Radix.Close;
export const PopoverAnchor = Radix.Anchor;

/** Give it an aria-label: it is a dialog. */
export function PopoverContent({ className, align = "end", ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align={align}
        sideOffset={6}
        collisionPadding={12}
        className={cn(
          "z-50 w-80 max-w-[calc(100vw-24px)] animate-rise-in rounded-card bg-raised p-4 shadow-2 outline outline-border",
          className,
        )}
        {...props}
      />
    </Radix.Portal>
  );
}
