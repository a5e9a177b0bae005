"use client";

import { CircleSlash } from "lucide-react";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { useT } from "@/lib/i18n";
import { useUser } from "@/lib/session";

import type { LiveState } from "./live-state";
import { organises } from "./roles";

/** Whether administrators have taken the event down and whoever looks neither organises it nor is one of them. */
export function useIsGone(state: Pick<LiveState, "event" | "membership"> | null): boolean {
  const user = useUser();
  if (!state || typeof state.event.takenDown !== "string") return false;
  return !organises(state.membership) && !user?.roles.includes("admin");
}

/** In place of an event that was taken down while somebody was there. Whoever comes later does not find it at all. */
export function TakenDown({ onLook }: { onLook: () => void }) {
  const t = useT();
  return (
    <EmptyState
      icon={CircleSlash}
      title={t("events.takenDownTitle")}
      body={t("events.takenDownBody")}
      action={
        <Button variant="soft" onClick={onLook}>
          {t("events.lookAgain")}
        </Button>
      }
      className="pt-24"
    />
  );
}
