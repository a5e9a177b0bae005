import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

const variants = cva(
  "inline-flex items-center gap-1.5 font-medium whitespace-nowrap forced-colors:border forced-colors:border-[CanvasText]",
  {
    variants: {
      tone: {
        neutral: "bg-sunken text-muted",
        live: "bg-live-soft text-live-text",
        present: "bg-present-soft text-present-text",
        warn: "bg-warn-soft text-warn-text",
        accent: "bg-accent-soft text-accent-text",
        outline: "text-muted hairline-strong",
      },
      size: { sm: "h-[18px] rounded-kbd px-1 text-12", md: "h-6 rounded-control px-2 text-12" },
    },
    defaultVariants: { tone: "neutral", size: "md" },
  },
);

export type BadgeProps = ComponentProps<"span"> & VariantProps<typeof variants> & { dot?: boolean };

/** A word about a thing. `tone="outline" size="sm"` is the role beside a name in chat. */
export function Badge({ tone, size, dot, className, children, ...props }: BadgeProps) {
  return (
    <span className={cn(variants({ tone, size }), className)} {...props}>
      {dot && <Dot tone={tone === "live" || tone === "present" ? tone : "current"} />}
      {children}
    </span>
  );
}

/** A 6 px dot; never the only mark of anything. */
export function Dot({
  tone = "current",
  className,
}: {
  tone?: "live" | "present" | "warn" | "current";
  className?: string;
}) {
  const colour = { live: "bg-live", present: "bg-present", warn: "bg-warn", current: "bg-current" }[tone];
  return <span aria-hidden className={cn("size-1.5 shrink-0 rounded-full", colour, className)} />;
}
