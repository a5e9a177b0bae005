import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";
import { useTypedEarly } from "@/lib/typed-early";

export const fieldClasses =
  "w-full rounded-control bg-surface text-14 text-foreground hairline-control transition-shadow focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:shadow-[inset_0_0_0_1px_var(--danger)]";

/** What is typed runs as its first letter does; addresses, numbers and dates as they are written everywhere. */
const dirOf = (type: string) => (type === "text" || type === "search" ? "auto" : undefined);

/** One line of text, 36 px high. Inside a form use it within `Field`, which wires label, hint and error. */
export function Input({ className, type = "text", ref, ...props }: ComponentProps<"input">) {
  return (
    <input
      ref={useTypedEarly(ref)}
      type={type}
      dir={dirOf(type)}
      className={cn(fieldClasses, "h-9 px-3", className)}
      {...props}
    />
  );
}

export function Textarea({ className, rows = 4, ref, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      ref={useTypedEarly(ref)}
      rows={rows}
      dir="auto"
      className={cn(fieldClasses, "block resize-y px-3 py-2", className)}
      {...props}
    />
  );
}
