"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, FocusEvent } from "react";

import { cn } from "@/lib/cn";

import { Icon, type IconProps } from "./icon";

export const DropdownMenuTrigger = Radix.Trigger;
export const DropdownMenuRadioGroup = Radix.RadioGroup;

export const menuClasses =
  "z-50 min-w-44 max-w-[calc(100vw-24px)] animate-rise-in rounded-card bg-raised p-1 shadow-2 outline outline-border";
export const menuItemClasses =
  "flex h-8 cursor-default items-center gap-2.5 rounded-control px-2 text-13 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover max-md:h-10 [&_svg]:text-muted";

/** Not modal: the page behind stays readable by screen readers and scrolls. */
export function DropdownMenu({ modal = false, ...props }: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root modal={modal} {...props} />;
}

export function DropdownMenuContent({
  className,
  align = "end",
  ...props
}: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align={align}
        sideOffset={6}
        collisionPadding={12}
        className={cn(menuClasses, className)}
        {...props}
      />
    </Radix.Portal>
  );
}

/** For a menu that opens as it comes: what the key that opened it would have focused. */
export function focusFirst(event: FocusEvent<HTMLElement>): void {
  if (event.target !== event.currentTarget) return;
  event.currentTarget.querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")?.focus();
}

export type DropdownMenuItemProps = ComponentProps<typeof Radix.Item> & {
  icon?: IconProps["icon"];
  danger?: boolean;
};

export function DropdownMenuItem({
  icon,
  danger,
  className,
  children,
  asChild,
  ...props
}: DropdownMenuItemProps) {
  return (
    <Radix.Item
      className={cn(menuItemClasses, danger && "text-live-text [&_svg]:text-live-text", className)}
      asChild={asChild}
      {...props}
    >
      {asChild ? (
        children
      ) : (
        <>
          {icon && <Icon icon={icon} />}
          {children}
        </>
      )}
    </Radix.Item>
  );
}

export function DropdownMenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(menuItemClasses, className)} {...props}>
      <span className="grid size-4 place-items-center">
        <Radix.ItemIndicator>
          <Icon icon={Check} />
        </Radix.ItemIndicator>
      </span>
      {children}
    </Radix.RadioItem>
  );
}

export function DropdownMenuCheckboxItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem className={cn(menuItemClasses, className)} {...props}>
      <span className="grid size-4 place-items-center">
        <Radix.ItemIndicator>
          <Icon icon={Check} />
        </Radix.ItemIndicator>
      </span>
      {children}
    </Radix.CheckboxItem>
  );
}

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn("px-2 pt-1.5 pb-1 text-12 text-muted", className)} {...props} />;
}

export function DropdownMenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-border" />;
}
