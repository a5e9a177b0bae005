import type { LucideIcon } from "lucide-react";

import { cn } from "@/lib/cn";

export type IconProps = {
  icon: LucideIcon;
  size?: 12 | 14 | 16 | 20;
  filled?: boolean;
  className?: string;
  label?: string;
};

/** A lucide icon in our stroke. Decorative unless it has a `label`. */
export function Icon({ icon: Glyph, size = 16, filled, className, label }: IconProps) {
  return (
    <Glyph
      size={size}
      strokeWidth={1.75}
      className={cn("shrink-0", className)}
      fill={filled ? "currentColor" : "none"}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    />
  );
}
