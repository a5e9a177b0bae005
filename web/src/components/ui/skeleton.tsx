import type { ComponentProps, ReactNode } from "react";

import { cn } from "@/lib/cn";
import { t } from "@/lib/i18n";

/** A grey shape of what is coming. Give it the size of the content by class. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden className={cn("h-4 rounded-control bg-sunken", className)} {...props} />;
}

/** Rows of people who are coming: a face, a name, a line. The grid they stand in is `className`'s. */
export function PeopleLoading({ rows, className }: { rows: number; className?: string }) {
  return (
    <Loading className={cn("grid gap-3", className)}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center gap-3">
          <Skeleton className="size-10 rounded-full" />
          <div className="flex-1 space-y-1.5">
            <Skeleton className="w-1/2" />
            <Skeleton className="h-3 w-3/4" />
          </div>
        </div>
      ))}
    </Loading>
  );
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
