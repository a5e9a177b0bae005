"use client";

import { AlertDialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { t } from "@/lib/i18n";

import { Button } from "./button";
import { overlayClasses } from "./dialog";
import { useReturnFocus } from "./return-focus";

export type ConfirmProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What will happen and whether it can be undone. */
  description: ReactNode;
  /** The verb on the button. */
  action: string;
  danger?: boolean;
  onConfirm: () => void;
};

/** Asks before something that cannot be undone. Focus starts on Cancel. */
export function Confirm({ open, onOpenChange, title, description, action, danger, onConfirm }: ConfirmProps) {
  const focus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          {...focus}
          className="fixed inset-x-4 top-1/2 z-50 mx-auto max-w-[400px] -translate-y-1/2 animate-dialog-in rounded-card bg-raised p-5 shadow-2 outline outline-border"
        >
          <Radix.Title className="text-16 font-semibold">{title}</Radix.Title>
          <Radix.Description className="mt-1 text-13 text-muted">{description}</Radix.Description>
          <div className="mt-5 flex justify-end gap-2">
            <Radix.Cancel asChild>
              <Button variant="ghost">{t("common.cancel")}</Button>
            </Radix.Cancel>
            <Radix.Action asChild>
              <Button variant={danger ? "danger" : "accent"} onClick={onConfirm}>
                {action}
              </Button>
            </Radix.Action>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
