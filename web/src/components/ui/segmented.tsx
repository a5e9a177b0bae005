"use client";

import { ToggleGroup as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { cn } from "@/lib/cn";

export type Segment<V extends string> = { value: V; label: ReactNode; count?: number | string };
export type SegmentedProps<V extends string> = {
  label: string;
  value: V;
  onValueChange: (value: V) => void;
  segments: ReadonlyArray<Segment<V>>;
  className?: string;
};

/** One of a few, at once visible: For you / Asked / Met. Arrow keys move, a press chooses. */
export function Segmented<V extends string>({
  label,
  value,
  onValueChange,
  segments,
  className,
}: SegmentedProps<V>) {
  return (
    <Radix.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = segments.find((segment) => segment.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
      className={cn(
        "inline-flex max-w-full scrollbar-none gap-0.5 overflow-x-auto rounded-segment bg-sunken p-0.5",
        className,
      )}
    >
      {segments.map((segment) => (
        <Radix.Item
          key={segment.value}
          value={segment.value}
          className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control px-3 text-13 font-medium whitespace-nowrap text-muted transition-colors hover:text-foreground focus-visible:outline-offset-0 data-[state=on]:bg-segment data-[state=on]:text-foreground data-[state=on]:segment-ring max-md:h-8"
        >
          {segment.label}
          {segment.count !== undefined && (
            <span className="font-normal text-muted tabular-nums">{segment.count}</span>
          )}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
