import { Search } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

import { cn } from "@/lib/cn";
import { useTypedEarly } from "@/lib/typed-early";

import { Icon } from "./icon";

export type SearchFieldProps = Omit<ComponentProps<"input">, "type"> & {
  label: string;
  trailing?: ReactNode;
};

/** The quiet search box of headers and lists: sunken, with its label as placeholder and name. */
export function SearchField({ label, trailing, className, ref, ...props }: SearchFieldProps) {
  const field = useTypedEarly(ref);
  return (
    <label
      className={cn(
        "flex h-8 items-center gap-2 rounded-control bg-sunken ps-2.5 pe-2 text-13 text-muted focus-within:outline-2 focus-within:outline-accent-text max-md:h-9",
        className,
      )}
    >
      <Icon icon={Search} />
      <input
        ref={field}
        type="search"
        dir="auto"
        aria-label={label}
        placeholder={label}
        className="min-w-0 flex-1 bg-transparent text-foreground outline-none [&::-webkit-search-cancel-button]:hidden"
        {...props}
      />
      {trailing}
    </label>
  );
}
