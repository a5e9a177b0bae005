import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

import { Spinner } from "./spinner";

export const buttonVariants = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control text-13 font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 forced-colors:border forced-colors:border-[ButtonBorder] [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        accent: "bg-accent text-accent-foreground hover:bg-accent-hover",
        soft: "bg-accent-soft text-accent-text hover:bg-accent-soft-hover",
        outline: "bg-surface text-foreground hairline-strong hover:bg-hover",
        ghost:
          "text-muted hover:bg-hover hover:text-foreground aria-expanded:bg-hover aria-pressed:bg-hover aria-pressed:text-foreground",
        neutral: "bg-sunken text-foreground hover:bg-hover",
        danger: "bg-danger text-danger-foreground hover:bg-danger-hover",
      },
      size: {
        sm: "h-7 px-2.5 max-md:h-9",
        md: "h-8 px-3 max-md:h-9",
        lg: "h-10 px-4 text-14",
        icon: "size-8 max-md:size-9",
        "icon-sm": "size-7",
      },
    },
    defaultVariants: { variant: "neutral", size: "md" },
  },
);

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    /** Renders the child (a link) with the look of a button. */
    asChild?: boolean;
    /** Shows a spinner, keeps the width and the focus, and ignores clicks. */
    pending?: boolean;
  };

export function Button({
  className,
  variant,
  size,
  asChild,
  pending,
  children,
  onClick,
  ...props
}: ButtonProps) {
  const classes = cn(
    buttonVariants({ variant, size }),
    pending && "relative aria-disabled:opacity-100",
    className,
  );
  if (asChild)
    return (
      <Slot.Root className={classes} onClick={onClick} {...props}>
        {children}
      </Slot.Root>
    );
  return (
    <button
      type="button"
      className={classes}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      {...props}
    >
      {pending ? (
        <>
          <span className="absolute inset-0 grid place-items-center">
            <Spinner />
          </span>
          <span className="inline-flex items-center gap-1.5 opacity-0">{children}</span>
        </>
      ) : (
        children
      )}
    </button>
  );
}
