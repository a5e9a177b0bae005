"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

/** Put it in a `ChoiceRow`, or give it an aria-label. */
export function Checkbox({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        "group relative grid size-4 shrink-0 place-items-center rounded-[4px] bg-surface shadow-[inset_0_0_0_1.5px_var(--control)] before:absolute before:-inset-1 disabled:cursor-not-allowed disabled:opacity-50 data-[state=checked]:bg-accent data-[state=checked]:shadow-none data-[state=indeterminate]:bg-accent data-[state=indeterminate]:shadow-none forced-colors:border forced-colors:border-[ButtonText]",
        className,
      )}
      {...props}
    >
      <Radix.Indicator className="text-accent-foreground">
        <Check size={12} strokeWidth={3} aria-hidden className="group-data-[state=indeterminate]:hidden" />
        <Minus
          size={12}
          strokeWidth={3}
          aria-hidden
          className="hidden group-data-[state=indeterminate]:block"
        />
      </Radix.Indicator>
    </Radix.Root>
  );
}
