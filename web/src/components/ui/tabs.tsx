"use client";

import { Tabs as Radix } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";
import { numberText } from "@/lib/intl";

export const Tabs = Radix.Root;

/** 44 px high, as the head of the side panel. Give it an aria-label. */
export function TabsList({ className, ...props }: ComponentProps<typeof Radix.List>) {
  return (
    <Radix.List
      className={cn(
        "flex h-11 shrink-0 scrollbar-none gap-5 overflow-x-auto border-b border-border px-4",
        className,
      )}
      {...props}
    />
  );
}

export type TabProps = ComponentProps<typeof Radix.Trigger> & { count?: number | string };

export function Tab({ className, children, count, ...props }: TabProps) {
  return (
    <Radix.Trigger
      className={cn(
        "relative flex items-center gap-1.5 text-13 font-medium whitespace-nowrap text-muted transition-colors after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:rounded-full hover:text-foreground focus-visible:-outline-offset-2 data-[state=active]:text-foreground data-[state=active]:after:bg-foreground forced-colors:px-2",
        className,
      )}
      {...props}
    >
      {children}
      {count !== undefined && (
        <span className="text-12 font-normal text-muted tabular-nums">
          {typeof count === "number" ? numberText(count) : count}
        </span>
      )}
    </Radix.Trigger>
  );
}

export function TabPanel({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content className={cn("min-h-0 flex-1", className)} {...props} />;
}
