"use client";

import { Star } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";

import { Icon } from "@/components/ui/icon";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { useUser } from "@/lib/session";

import { useLiveState, useStar } from "./live";

/** Stars for whoever is signed in; leads others to signing in, and back. */
export function useAgendaStar(): (id: string) => void {
  const user = useUser();
  const router = useRouter();
  const star = useStar();
  const path = usePathname();
  const { stars } = useLiveState();
  return (id) => {
    if (user) star(id, !stars.has(id));
    else router.push(`/login?next=${encodeURIComponent(path)}`);
  };
}

export type StarToggleProps = {
  title: string;
  on: boolean;
  onToggle: () => void;
  size: 16 | 20;
  tabIndex?: number;
  className?: string;
};

export function StarToggle({ title, on, onToggle, size, tabIndex, className }: StarToggleProps) {
  const t = useT();
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-pressed={on}
      aria-label={t("venue.starOne", { title })}
      onClick={onToggle}
      className={cn(
        "grid place-items-center rounded-control hover:bg-hover",
        on ? "text-accent-text" : "text-muted",
        className,
      )}
    >
      <Icon icon={Star} size={size} filled={on} />
    </button>
  );
}
