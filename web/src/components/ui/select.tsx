"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { cn } from "@/lib/cn";

import { Icon } from "./icon";
import { fieldClasses } from "./input";

export type SelectOption<V extends string = string> = { value: V; label: ReactNode; disabled?: boolean };
export type SelectProps<V extends string> = {
  value: V | undefined;
  onValueChange: (value: V) => void;
  options: ReadonlyArray<SelectOption<V>>;
  placeholder?: string;
  id?: string;
  name?: string;
  disabled?: boolean;
  className?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
};

export function Select<V extends string>(props: SelectProps<V>) {
  const { value, onValueChange, options, placeholder, name, disabled, className, ...trigger } = props;
  return (
    <Radix.Root
      value={value ?? ""}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
      name={name}
      disabled={disabled}
    >
      <Radix.Trigger
        className={cn(
          fieldClasses,
          "flex h-9 items-center justify-between gap-2 px-3 text-start data-placeholder:text-muted",
          className,
        )}
        {...trigger}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Icon icon={ChevronDown} className="text-muted" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-80 min-w-(--radix-select-trigger-width) animate-rise-in overflow-hidden rounded-card bg-raised shadow-2 outline outline-border"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className="flex h-8 cursor-default items-center gap-2 rounded-control ps-2 pe-2 text-13 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover max-md:h-10"
              >
                <span className="grid size-4 place-items-center">
                  <Radix.ItemIndicator>
                    <Icon icon={Check} />
                  </Radix.ItemIndicator>
                </span>
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
