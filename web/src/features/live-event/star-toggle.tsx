"use client";

import { Clock, Star } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";

import { Icon } from "@/components/ui/icon";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { useSession, useUser } from "@/lib/session";

import { useConnection } from "@/lib/socket";

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

/** Before it is known who looks, and on a page whose scripts have not come, a star could not be kept. */
export const useCanStar = (): boolean => useSession().status !== "unknown";

export type StarToggleProps = {
  title: string;
  on: boolean;
  /** Kept here until the server can be reached. */
  waiting?: boolean;
  onToggle: () => void;
  size: 16 | 20;
  tabIndex?: number;
  className?: string;
};

const none: ReadonlySet<string> = new Set();

/** Which stars wait, where that is worth saying: while there is a connection they are there in no time. */
export function useWaitingStars(): ReadonlySet<string> {
  const { status } = useConnection();
  const { waitingStars } = useLiveState();
  return status === "offline" || status === "reconnecting" ? waitingStars : none;
}

/** On a star that waits; its button says it, too. */
export function WaitingMark({ className }: { className?: string }) {
  return <Icon icon={Clock} size={12} className={cn("rounded-full bg-background text-muted", className)} />;
}

export function StarToggle({ title, on, waiting, onToggle, size, tabIndex, className }: StarToggleProps) {
  const t = useT();
  const disabled = !useCanStar();
  return (
    // ARIA 1.3 has a description for every role; the rule knows 1.2.
    // eslint-disable-next-line jsx-a11y/role-supports-aria-props
    <button
      type="button"
      tabIndex={tabIndex}
      aria-pressed={on}
      aria-label={t("events.starOne", { title })}
      aria-description={waiting ? t("venue.starWaits") : undefined}
      disabled={disabled}
      onClick={onToggle}
      className={cn(
        "relative grid place-items-center rounded-control hover:bg-hover",
        on ? "text-accent-text" : "text-muted",
        className,
      )}
    >
      <Icon icon={Star} size={size} filled={on} />
      {waiting && <WaitingMark className="absolute inset-e-0.5 bottom-0.5" />}
    </button>
  );
}
