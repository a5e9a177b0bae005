"use client";

import { useEffect } from "react";

import { ErrorState } from "@/components/ui/states";
import { lookForUpdate, update } from "@/lib/update";
import { useStore } from "@/lib/use-store";

import { Page } from "./page";

/**
 * A page that failed: what was typed is kept as drafts, and one press tries again; by a reload when it may have failed
 * because its version is gone.
 */
export function PageError({ reset }: { reset: () => void }) {
  const current = useStore(update, "none") === "none";
  // A page breaks most often because its version is gone.
  useEffect(() => void lookForUpdate(), []);
  return (
    <Page narrow className="pt-24">
      <ErrorState onRetry={current ? reset : () => window.location.reload()} />
    </Page>
  );
}
