"use client";

import { PanelRight, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useRef, useState, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { cn } from "@/lib/cn";
import { useMedia } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { usePlace } from "@/lib/place";
import { useUser } from "@/lib/session";

import { AvatarMenu } from "./avatar-menu";
import { ConnectionBar } from "./connection-bar";
import {
  openPanel as openPanelOf,
  restorePanel,
  setFolded,
  setSheet,
  usePanel,
  wideEnough,
  type PageKind,
} from "./panel-state";
import { mainId } from "./skip-link";

/** How a bar opens the panel where it is folded or does not fit; `className` hides the button where it stands open. */
export type OpenPanel = { onOpen: () => void; className: string };

export type FrameProps = {
  /** What the rail is about, for screen readers. */
  name: string;
  rail: ReactNode;
  /** The bar over the page. */
  top: (panel: OpenPanel | undefined) => ReactNode;
  /** A phone's navigation. */
  bottom: (open: { panel?: () => void; more: () => void }) => ReactNode;
  /** Beside the page, with its own tabs; without it there is no panel. */
  panel?: ReactNode;
  pageKind: PageKind;
  children: ReactNode;
};

/** Rail, bar, page, panel. From 1200 px all four stand; under it the panel, under 768 px the rail too, is a sheet. */
export function Frame({ name, rail, top, bottom, panel, pageKind, children }: FrameProps) {
  const path = usePathname();
  const { folded: choices } = usePanel();
  const folded = choices[pageKind];
  const wide = useMedia(wideEnough);
  const [more, setMore] = useState<string | null>(null);
  const main = useRef<HTMLElement>(null);
  usePlace(main, path);
  // What this browser keeps is not known while hydrating.
  useEffect(restorePanel, []);
  // The panel over the page is of the page it was opened on.
  useEffect(() => () => setSheet(false), [path]);
  const hasPanel = panel !== undefined && panel !== null;
  const openPanel = {
    onOpen: () => openPanelOf(pageKind),
    className: cn("max-md:hidden", !folded && "min-[1200px]:hidden"),
  };
  return (
    <div className="flex h-[calc(100dvh-var(--over-page))] overflow-hidden">
      <aside
        aria-label={name}
        className="flex w-58 shrink-0 scrollbar-slim flex-col overflow-y-auto border-e border-border px-3 pb-3 [--ring:var(--background)] max-md:hidden"
      >
        {rail}
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        {top(hasPanel ? openPanel : undefined)}
        <ConnectionBar />
        <div className="flex min-h-0 flex-1">
          <main
            ref={main}
            id={mainId}
            tabIndex={-1}
            className="min-w-0 flex-1 scrollbar-slim overflow-y-auto"
          >
            {children}
          </main>
          {hasPanel && !folded && <SidePanel>{wide && panel}</SidePanel>}
        </div>
        {bottom({ panel: hasPanel ? () => setSheet(true) : undefined, more: () => setMore(path) })}
      </div>
      {hasPanel && <PanelSheet wide={wide}>{panel}</PanelSheet>}
      {/* Open for the page it was opened on: going somewhere closes it. */}
      <MoreSheet open={more === path} onOpenChange={(open) => setMore(open ? path : null)}>
        {rail}
      </MoreSheet>
    </div>
  );
}

function SidePanel({ children }: { children: ReactNode }) {
  const t = useT();
  return (
    <aside
      aria-label={t("shell.panel")}
      data-side-panel
      className="flex w-90 shrink-0 flex-col border-s border-border [--ring:var(--background)] max-[1199.98px]:hidden"
    >
      {children}
    </aside>
  );
}

function PanelSheet({ wide, children }: { wide: boolean; children: ReactNode }) {
  const t = useT();
  const { sheet } = usePanel();
  return (
    <Sheet open={sheet && !wide} onOpenChange={setSheet}>
      <SheetContent
        title={t("shell.panel")}
        hideTitle
        className="max-md:inset-x-0 max-md:top-13 max-md:w-full max-md:rounded-t-card max-md:border-s-0 max-md:border-t"
      >
        {children}
      </SheetContent>
    </Sheet>
  );
}

type MoreProps = { open: boolean; onOpenChange: (open: boolean) => void; children: ReactNode };

/** The rail, on a phone; with the face, as the bar has no room for it. */
function MoreSheet({ open, onOpenChange, children }: MoreProps) {
  const t = useT();
  const user = useUser();
  return (
    <Sheet open={open} onOpenChange={onOpenChange}>
      <SheetContent title={t("shell.more")} hideTitle side="start" className="px-3 pb-3">
        {children}
        {user && (
          <div className="mt-2 flex h-12 shrink-0 items-center gap-2.5 border-t border-border px-1 pt-2">
            <AvatarMenu user={user} />
            <span dir="auto" className="truncate text-13 font-medium">
              {user.name}
            </span>
          </div>
        )}
      </SheetContent>
    </Sheet>
  );
}

type FoldProps = { pageKind: PageKind; className?: string };

/** Put it at the end of the panel's own head: folds the panel beside this kind of page, or closes its sheet. */
export function FoldPanelButton({ pageKind, className }: FoldProps) {
  const t = useT();
  const { sheet } = usePanel();
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={t(sheet ? "common.close" : "shell.foldPanel")}
      className={cn("ms-auto self-center", className)}
      onClick={() => (sheet ? setSheet(false) : setFolded(pageKind, true))}
    >
      <Icon icon={sheet ? X : PanelRight} />
    </Button>
  );
}
