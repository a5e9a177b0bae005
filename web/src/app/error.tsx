"use client";

import { Page } from "@/components/frame";
import { ErrorState } from "@/components/ui/states";

/** A page that failed: what was typed is kept as drafts, and one press tries again. */
export default function PageError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page narrow className="pt-24">
      <ErrorState onRetry={reset} />
    </Page>
  );
}
