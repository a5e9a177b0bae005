"use client";

import { CircleAlert } from "lucide-react";
import { Label as Radix, Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";

import { cn } from "@/lib/cn";
import { t } from "@/lib/i18n";

import { Icon } from "./icon";

export function Label({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root className={cn("text-13 font-medium", className)} {...props} />;
}

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** One sentence: what is wrong and what to do. Its presence marks the control invalid. */
  error?: ReactNode;
  /** One sentence about what was typed that is worth knowing, and no error. Said when it appears. */
  note?: ReactNode;
  optional?: boolean;
  /** To the right of the label, for example "Forgot it?". */
  aside?: ReactNode;
  className?: string;
  /** Exactly one control; gets id, aria-describedby and aria-invalid. */
  children: ReactNode;
};

export function Field({ label, hint, error, note, optional, aside, className, children }: FieldProps) {
  const id = useId();
  const described = [hint ? `${id}h` : "", note ? `${id}n` : "", error ? `${id}e` : ""]
    .filter(Boolean)
    .join(" ");
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <Label htmlFor={id}>
          {label}
          {optional && <span className="font-normal text-muted"> ({t("common.optional")})</span>}
        </Label>
        {aside && <span className="text-13 text-muted">{aside}</span>}
      </div>
      <Slot.Root id={id} aria-describedby={described || undefined} aria-invalid={error ? true : undefined}>
        {children}
      </Slot.Root>
      {hint && (
        <p id={`${id}h`} className="text-12 text-muted">
          {hint}
        </p>
      )}
      {note !== undefined && (
        <div id={`${id}n`} aria-live="polite" className={cn(!note && "hidden")}>
          {note && <p className="text-12 text-warn-text">{note}</p>}
        </div>
      )}
      <FieldError id={`${id}e`}>{error}</FieldError>
    </div>
  );
}

/** The region exists before the error does, so that screen readers hear it appear. */
export function FieldError({ id, children }: { id?: string; children?: ReactNode }) {
  return (
    <div id={id} aria-live="polite" className={cn(!children && "hidden")}>
      {children && <ErrorLine>{children}</ErrorLine>}
    </div>
  );
}

/** What was refused that is about no field: said at once, wherever the focus is. */
export function FormError({ className, children }: { className?: string; children?: ReactNode }) {
  return (
    <div role="alert" className={cn(className, !children && "hidden")}>
      {children && <ErrorLine>{children}</ErrorLine>}
    </div>
  );
}

function ErrorLine({ children }: { children: ReactNode }) {
  return (
    <p className="flex gap-1.5 text-12 text-live-text">
      <Icon icon={CircleAlert} size={14} className="mt-px" />
      {children}
    </p>
  );
}

/** A checkbox, radio or switch with its words; the words are part of the target. */
export function ChoiceRow({
  label,
  hint,
  children,
  className,
}: Pick<FieldProps, "label" | "hint" | "children" | "className">) {
  const id = useId();
  return (
    <div className={cn("flex min-h-6 items-start gap-2.5", className)}>
      <Slot.Root id={id} aria-describedby={hint ? `${id}h` : undefined} className="mt-0.5">
        {children}
      </Slot.Root>
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="block text-14">
          {label}
        </label>
        {hint && (
          <p id={`${id}h`} className="text-12 text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
