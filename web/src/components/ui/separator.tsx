import type { ReactNode } from "react";

import { cn } from "@/lib/cn";

/** A hairline; with children, words between two hairlines (the day in a chat). */
export function Separator({ children, className }: { children?: ReactNode; className?: string }) {
  if (!children) return <hr className={cn("border-0 border-t border-border", className)} />;
  return (
    <div
      className={cn(
        "flex items-center gap-3 text-12 font-medium text-muted before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border",
        className,
      )}
    >
      {children}
    </div>
  );
}
