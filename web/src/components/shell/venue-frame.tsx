"use client";

import { PanelRight, X } from "lucide-react";
import { useRouter, usePathname } from "next/navigation";
import { useEffect, useState } from "react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { cn } from "@/lib/cn";
import { useMedia } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { useUser } from "@/lib/session";

import { AvatarMenu } from "./avatar-menu";
import { ConnectionBar } from "./connection-bar";
import { placeOf, restorePanel, setFolded, setSheet, usePanel } from "./panel-state";
import { mainId } from "./skip-link";
import { useShellKeys } from "./use-shell-keys";
import { VenueBottom } from "./venue-bottom";
import { venuePlaces } from "./venue-nav";
import { VenueRail } from "./venue-rail";
import { VenueTop } from "./venue-top";
import type { VenueFrameProps } from "./venue-types";

/** The venue: rail, bar, page, panel. From 1200 px all four stand; under it the panel, under 768 px the rail too, is a sheet. */
export function VenueFrame({ panel, children, ...props }: VenueFrameProps) {
  const { event, counts, bell } = props;
  const t = useT();
  const path = usePathname();
  const router = useRouter();
  const { folded: choices, sheet } = usePanel();
  const place = placeOf(path, event.base);
  const folded = choices[place];
  const wide = useMedia("(min-width: 1200px)");
  const [more, setMore] = useState<string | null>(null);
  useEffect(restorePanel, []);
  useEffect(() => () => setSheet(false), [path]);
  useShellKeys(true, (letter) => {
    const there = venuePlaces.find((one) => one.key === letter);
    if (there) router.push(event.base + there.path);
  });
  const hasPanel = panel !== undefined && panel !== null;
  const openPanel = () => (wide ? setFolded(place, false) : setSheet(true));
  return (
    <div className="flex h-dvh overflow-hidden">
      <aside
        aria-label={event.name}
        className="flex w-58 shrink-0 scrollbar-slim flex-col overflow-y-auto border-r border-border px-3 pb-3 [--ring:var(--background)] max-md:hidden"
      >
        <VenueRail {...props} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <VenueTop
          event={event}
          bell={bell}
          chatCount={counts?.chat}
          onOpenPanel={hasPanel ? openPanel : undefined}
          panelButtonClass={cn("max-md:hidden", !folded && "min-[1200px]:hidden")}
        />
        <ConnectionBar />
        <div className="flex min-h-0 flex-1">
          <main id={mainId} tabIndex={-1} className="min-w-0 flex-1 scrollbar-slim overflow-y-auto">
            {children}
          </main>
          {hasPanel && !folded && (
            <aside
              aria-label={t("shell.panel")}
              className="flex w-90 shrink-0 flex-col border-l border-border [--ring:var(--background)] max-[1199.98px]:hidden"
            >
              {wide && panel}
            </aside>
          )}
        </div>
        <VenueBottom event={event} counts={counts} hasPanel={hasPanel} onMore={() => setMore(path)} />
      </div>
      {hasPanel && (
        <Sheet open={sheet && !wide} onOpenChange={setSheet}>
          <SheetContent
            title={t("shell.panel")}
            hideTitle
            className="max-md:inset-x-0 max-md:top-13 max-md:w-full max-md:rounded-t-card max-md:border-t max-md:border-l-0"
          >
            {panel}
          </SheetContent>
        </Sheet>
      )}
      {/* Open for the page it was opened on: going somewhere closes it. */}
      <Sheet open={more === path} onOpenChange={(open) => setMore(open ? path : null)}>
        <SheetContent title={t("shell.more")} hideTitle side="left" className="px-3 pb-3">
          <VenueRail {...props} />
          <AccountRow />
        </SheetContent>
      </Sheet>
    </div>
  );
}

/** On a phone the face is behind More, as the bar has no room for it. */
function AccountRow() {
  const user = useUser();
  if (!user) return null;
  return (
    <div className="mt-2 flex h-12 shrink-0 items-center gap-2.5 border-t border-border px-1 pt-2">
      <AvatarMenu user={user} />
      <span className="truncate text-13 font-medium">{user.name}</span>
    </div>
  );
}

/** Put it at the end of the panel's own head: folds the panel beside this page's kind, or closes its sheet. */
export function FoldPanelButton({ base, className }: { base: string; className?: string }) {
  const t = useT();
  const place = placeOf(usePathname(), base);
  const { sheet } = usePanel();
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={t(sheet ? "common.close" : "shell.foldPanel")}
      className={cn("ml-auto self-center", className)}
      onClick={() => (sheet ? setSheet(false) : setFolded(place, true))}
    >
      <Icon icon={sheet ? X : PanelRight} />
    </Button>
  );
}
