"use client";

import { Settings2 } from "lucide-react";
import type { ReactNode } from "react";

import { EmptyState } from "@/components/ui/states";
import { organises, useLiveState } from "@/features/live-event";
import { useT } from "@/lib/i18n";
import { useUser } from "@/lib/session";

/** For whoever may change the event; the server decides again at each step. */
export function OrganisersOnly({ children }: { children: ReactNode }) {
  const t = useT();
  const { membership } = useLiveState();
  const user = useUser();
  if (organises(membership) || user?.roles.includes("admin")) return children;
  return <EmptyState icon={Settings2} title={t("organiser.notYours")} body={t("organiser.notYoursBody")} />;
}
