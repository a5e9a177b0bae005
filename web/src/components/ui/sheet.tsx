"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { cn } from "@/lib/cn";
import { t } from "@/lib/i18n";

import { Button } from "./button";
import { overlayClasses } from "./dialog";
import { Icon } from "./icon";
import { useReturnFocus } from "./return-focus";

export const Sheet = Radix.Root;
export const SheetTrigger = Radix.Trigger;
export const SheetClose = Radix.Close;

export type SheetContentProps = {
  title: string;
  /** Says the title to screen readers only, when the content has its own head. */
  hideTitle?: boolean;
  side?: "end" | "start" | "bottom";
  children: ReactNode;
  className?: string;
};

const sides = {
  end: "inset-y-0 inset-e-0 w-[min(360px,calc(100vw-40px))] animate-sheet-end border-s rtl:animate-sheet-start",
  start: "inset-y-0 inset-s-0 w-[min(300px,calc(100vw-56px))] animate-fade-in border-e",
  bottom: "inset-x-0 bottom-0 max-h-[calc(100dvh-40px)] animate-sheet-bottom rounded-t-card border-t",
};

export function SheetContent({ title, hideTitle, side = "end", children, className }: SheetContentProps) {
  const focus = useReturnFocus();
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClasses} />
      <Radix.Content
        {...focus}
        aria-describedby={undefined}
        className={cn(
          "fixed z-50 flex flex-col border-border bg-background shadow-2 [--ring:var(--background)]",
          sides[side],
          className,
        )}
      >
        {hideTitle ? (
          <Radix.Title className="sr-only">{title}</Radix.Title>
        ) : (
          <div className="flex h-13 shrink-0 items-center justify-between gap-3 border-b border-border ps-4 pe-2">
            <Radix.Title dir="auto" className="truncate text-14 font-semibold">
              {title}
            </Radix.Title>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" aria-label={t("common.close")}>
                <Icon icon={X} />
              </Button>
            </Radix.Close>
          </div>
        )}
        <div className="flex min-h-0 flex-1 scrollbar-slim flex-col overflow-y-auto">{children}</div>
      </Radix.Content>
    </Radix.Portal>
  );
}
