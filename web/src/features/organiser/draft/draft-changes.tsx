"use client";

import { ChangeList } from "@/features/agenda";
import { useT } from "@/lib/i18n";

import type { Draft } from "./draft-store";

/** What publishing a draft would bring. */
export function DraftChanges({ draft, zone }: { draft: Draft; zone: string }) {
  const t = useT();
  const { changes, total } = draft;
  return (
    <>
      <ChangeList changes={changes} zone={zone} />
      {total > changes.length && (
        <p className="mt-3 text-13 text-muted">{t("imports.onlyFirst", { shown: changes.length, total })}</p>
      )}
    </>
  );
}
