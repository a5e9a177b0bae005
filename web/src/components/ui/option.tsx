"use client";

import type { ReactNode } from "react";

import { cn } from "@/lib/cn";

export type OptionProps = {
  id: string;
  /** The one that Enter takes. */
  on: boolean;
  onPoint: () => void;
  onTake: () => void;
  className?: string;
  children: ReactNode;
};

/** A row of a list under or over a field: the field keeps the focus and the keys, and names this by its id. */
export function Option({ id, on, onPoint, onTake, className, children }: OptionProps) {
  return (
    // The keys are the field's.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="option"
      aria-selected={on}
      tabIndex={-1}
      onPointerMove={onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onTake}
      className={cn("flex items-center gap-2.5", on && "bg-hover", className)}
    >
      {children}
    </div>
  );
}
