"use client";

import { Search } from "lucide-react";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { useSession } from "@/lib/session";

import { AvatarMenu } from "./avatar-menu";
import { LanguageMenu } from "./language-menu";
import { Logo } from "./logo";
import { openPalette } from "./palette-state";
import { useFrameKeys } from "./use-frame-keys";

export type TopBarProps = {
  /** The bell of `features/notifications`; shown when signed in. */
  bell?: ReactNode;
  /** Show the search button (a `CommandPalette` must be on the page). */
  search?: boolean;
};

/** The head of every page outside an event. */
export function TopBar({ bell, search = true }: TopBarProps) {
  const t = useT();
  const session = useSession();
  const path = usePathname();
  useFrameKeys(search);
  return (
    <header className="sticky top-(--over-page) z-30 flex h-14 items-center gap-6 bg-background px-4 md:px-8">
      <Link href="/" className="rounded-control">
        <Logo />
      </Link>
      <nav aria-label={t("common.appName")} className="flex min-w-0 gap-6 text-14 text-muted md:ms-2">
        <TopLink href="/" on={path === "/"}>
          {t("shell.events")}
        </TopLink>
        <TopLink href="/host" on={path.startsWith("/host")} className="max-sm:hidden">
          {t("shell.host")}
        </TopLink>
      </nav>
      <div className="flex-1" />
      {search && <SearchButton label={t("shell.searchOutside")} className="w-60" />}
      {session.status === "in" && (
        <div className="flex items-center gap-2">
          {bell}
          <AvatarMenu user={session.user} />
        </div>
      )}
      {session.status === "out" && (
        <div className="flex items-center gap-2">
          <LanguageMenu />
          <Button asChild variant="outline">
            <Link href={path === "/" ? "/login" : `/login?next=${encodeURIComponent(path)}`}>
              {t("shell.signIn")}
            </Link>
          </Button>
        </div>
      )}
      {session.status === "unknown" && <span className="size-8" />}
    </header>
  );
}

function TopLink({
  href,
  on,
  className,
  children,
}: {
  href: string;
  on: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link
      href={href}
      aria-current={on ? "page" : undefined}
      className={cn(
        "rounded-control whitespace-nowrap hover:text-foreground aria-[current]:text-foreground",
        className,
      )}
    >
      {children}
    </Link>
  );
}

/** Looks like a search field, opens the command palette. On a phone only its icon. */
export function SearchButton({
  label,
  keys,
  className,
}: {
  label: string;
  keys?: string;
  className?: string;
}) {
  return (
    <>
      <button
        type="button"
        onClick={openPalette}
        className={cn(
          "flex h-8 min-w-0 items-center gap-2 rounded-control bg-sunken ps-2.5 pe-2 text-13 text-muted transition-colors hover:bg-hover max-md:hidden",
          className,
        )}
      >
        <Icon icon={Search} />
        <span className="flex-1 truncate text-start">{label}</span>
        {keys && <Kbd aria-hidden>{keys}</Kbd>}
      </button>
      <Button variant="ghost" size="icon" aria-label={label} onClick={openPalette} className="md:hidden">
        <Icon icon={Search} size={20} />
      </Button>
    </>
  );
}
