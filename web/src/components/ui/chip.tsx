import { X } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

import { Icon } from "./icon";

export type ChipProps = ComponentProps<"button"> & {
  /** Chosen: filled softly, and said with aria-pressed. */
  on?: boolean;
  /** Shows a small cross when on: a press takes it away. */
  removable?: boolean;
  asChild?: boolean;
};

/** A filter that is on or off. With `asChild` any element; without `onClick` use `Tag`. */
export function Chip({ on, removable, asChild, className, children, ...props }: ChipProps) {
  const classes = cn(
    "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control px-2.5 text-13 whitespace-nowrap transition-colors max-md:h-8",
    on
      ? "bg-accent-soft font-medium text-accent-text hover:bg-accent-soft-hover forced-colors:border forced-colors:border-[CanvasText]"
      : "hairline hover:bg-hover",
    className,
  );
  if (asChild)
    return (
      <Slot.Root className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  return (
    <button type="button" aria-pressed={on === undefined ? undefined : on} className={classes} {...props}>
      {children}
      {on && removable && <Icon icon={X} size={14} />}
    </button>
  );
}

/** A word that cannot be pressed, such as an interest. */
export function Tag({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      className={cn(
        "inline-flex h-6 items-center gap-1.5 rounded-control px-2 text-12 whitespace-nowrap hairline",
        className,
      )}
      {...props}
    />
  );
}
