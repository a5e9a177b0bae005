import type { ReactNode } from "react";

import { cn } from "@/lib/cn";

import { mainId } from "./skip-link";

/** The main part of a page outside an event, 1120 px wide at most; its edge is the bar's where the window is narrower. */
export function Page({
  children,
  className,
  narrow,
}: {
  children: ReactNode;
  className?: string;
  narrow?: boolean;
}) {
  return (
    <main
      id={mainId}
      tabIndex={-1}
      className={cn(
        "mx-auto w-full px-4 pt-6 pb-16 md:px-8",
        narrow ? "max-w-[440px] md:max-w-[472px]" : "max-w-[1152px] md:max-w-[1184px]",
        className,
      )}
    >
      {children}
    </main>
  );
}

/** A page's head: title 28/600 with what belongs to it on the right. */
export function PageTitle({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <div className="mb-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <h1 className="text-28 font-semibold">{children}</h1>
      {aside}
    </div>
  );
}
