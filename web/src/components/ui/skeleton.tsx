import type { ComponentProps, ReactNode } from "react";

import { cn } from "@/lib/cn";
import { t } from "@/lib/i18n";

/** A grey shape of what is coming. Give it the size of the content by class. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden className={cn("h-4 rounded-control bg-sunken", className)} {...props} />;
}

/** Wraps skeletons: they appear only after 150 ms (by CSS, so also in streamed pages), and screen readers hear "Loading". */
export function Loading({
  children,
  className,
  label,
}: {
  children: ReactNode;
  className?: string;
  label?: string;
}) {
  return (
    <div role="status" className={cn("animate-late", className)}>
      <span className="sr-only">{label ?? t("common.loading")}</span>
      {children}
    </div>
  );
}
