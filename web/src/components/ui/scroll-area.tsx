import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

/** A region that scrolls by itself with a slim bar; focusable, so that the keyboard can scroll it. Give it a label. */
export function ScrollArea({ className, label, ...props }: ComponentProps<"div"> & { label: string }) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className={cn("min-h-0 scrollbar-slim overflow-y-auto focus-visible:-outline-offset-2", className)}
      {...props}
    />
  );
}
