"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { cn } from "@/lib/cn";
import { t } from "@/lib/i18n";

import { Button } from "./button";
import { Icon } from "./icon";
import { useReturnFocus } from "./return-focus";

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

export const overlayClasses = "fixed inset-0 z-40 animate-fade-in bg-scrim";

export type DialogContentProps = {
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  children?: ReactNode;
  className?: string;
  /** Keep it open when what is outside is pressed: for forms with typed text. */
  modalOnly?: boolean;
};

/** Traps focus and returns it; Esc closes. On a phone it stands at the bottom edge. */
export function DialogContent({
  title,
  description,
  footer,
  children,
  className,
  modalOnly,
}: DialogContentProps) {
  const focus = useReturnFocus();
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClasses} />
      <Radix.Content
        {...focus}
        onInteractOutside={modalOnly ? (event) => event.preventDefault() : undefined}
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn(
          "fixed inset-x-4 top-1/2 z-50 mx-auto flex max-h-[calc(100dvh-32px)] max-w-[440px] -translate-y-1/2 animate-dialog-in flex-col rounded-card bg-raised shadow-2 outline outline-border",
          className,
        )}
      >
        <div className="flex items-start gap-3 px-5 pt-4">
          <div className="min-w-0 flex-1">
            <Radix.Title className="text-16 font-semibold">{title}</Radix.Title>
            {description && (
              <Radix.Description className="mt-1 text-13 text-muted">{description}</Radix.Description>
            )}
          </div>
          <Radix.Close asChild>
            <Button variant="ghost" size="icon-sm" aria-label={t("common.close")} className="-me-1.5">
              <Icon icon={X} />
            </Button>
          </Radix.Close>
        </div>
        <div className="min-h-0 flex-1 scrollbar-slim overflow-y-auto px-5 pt-3 pb-5">{children}</div>
        {footer && <div className="flex justify-end gap-2 px-5 pb-5">{footer}</div>}
      </Radix.Content>
    </Radix.Portal>
  );
}
