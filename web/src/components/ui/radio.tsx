"use client";

import { RadioGroup as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";

import { cn } from "@/lib/cn";

export function RadioGroup({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root className={cn("flex flex-col gap-2", className)} {...props} />;
}

export function Radio({ className, ...props }: ComponentProps<typeof Radix.Item>) {
  return (
    <Radix.Item
      className={cn(
        "relative grid size-4 shrink-0 place-items-center rounded-full bg-surface shadow-[inset_0_0_0_1.5px_var(--control)] before:absolute before:-inset-1 disabled:opacity-50 data-[state=checked]:shadow-[inset_0_0_0_5px_var(--accent)] forced-colors:border forced-colors:border-[ButtonText] forced-colors:data-[state=checked]:bg-[Highlight]",
        className,
      )}
      {...props}
    />
  );
}

export type RadioCardProps = {
  value: string;
  title: ReactNode;
  aside?: ReactNode;
  children?: ReactNode;
  disabled?: boolean;
};

/** A choice with a line of explanation, such as a ticket: the whole card is the target. */
export function RadioCard({ value, title, aside, children, disabled }: RadioCardProps) {
  const id = useId();
  return (
    <div className="relative flex gap-3 rounded-control bg-surface px-3 py-3 hairline has-data-[state=checked]:shadow-[inset_0_0_0_1.5px_var(--accent)] forced-colors:has-data-[state=checked]:border-2 forced-colors:has-data-[state=checked]:border-[Highlight]">
      <Radio
        value={value}
        disabled={disabled}
        aria-labelledby={`${id}t`}
        aria-describedby={`${id}d`}
        className="mt-0.5 before:inset-[-14px]"
      />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3">
          <span id={`${id}t`} className="font-medium">
            {title}
          </span>
          <span className="text-12 text-muted">{aside}</span>
        </div>
        <div id={`${id}d`} className="text-13 text-muted">
          {children}
        </div>
      </div>
    </div>
  );
}
