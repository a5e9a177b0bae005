import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

export function Kbd({ className, ...props }: ComponentProps<"kbd">) {
  return (
    <kbd
      className={cn(
        "inline-block h-[18px] min-w-[18px] rounded-kbd px-1 text-center font-sans text-11 leading-[18px] font-medium text-muted hairline-strong",
        className,
      )}
      {...props}
    />
  );
}
