import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";

import { cn } from "@/lib/cn";

export type CardProps = ComponentProps<"div"> & {
  asChild?: boolean;
  padded?: boolean;
  interactive?: boolean;
};

export function Card({ asChild, padded = true, interactive, className, ...props }: CardProps) {
  const Tag = asChild ? Slot.Root : "div";
  return (
    <Tag
      className={cn(
        "rounded-card bg-surface hairline forced-colors:border forced-colors:border-[CanvasText]",
        padded && "p-4",
        interactive && "transition-shadow hover:hairline-strong",
        className,
      )}
      {...props}
    />
  );
}

export type SectionProps = {
  title: ReactNode;
  aside?: ReactNode;
  /** Beside the title: of what its content is. */
  note?: ReactNode;
  children: ReactNode;
  className?: string;
  id?: string;
};

/** A titled part of a page: heading 16/600, what belongs to it on the right, 12 px to the content. */
export function Section({ title, note, aside, children, className, id }: SectionProps) {
  return (
    <section id={id} className={className}>
      <div className="mb-3 flex items-baseline justify-between gap-3">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <h2 className="text-16 font-semibold">{title}</h2>
          {note && <div className="text-13 text-muted">{note}</div>}
        </div>
        {aside && <div className="shrink-0 text-13 text-muted">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
