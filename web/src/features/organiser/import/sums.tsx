"use client";

import { Card } from "@/components/ui/card";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { numberText } from "@/lib/intl";

import type { Preview } from "./import-store";

/** How much would be added, changed, removed and left alone. */
export function Sums({ preview }: { preview: Preview }) {
  const t = useT();
  const { added, changed, moved, removed, unchanged, starsLost, changes } = preview;
  const byHand = changes.filter((change) => change.conflicts.length > 0).length;
  const about = [
    moved > 0 && t("imports.movedOf", { count: moved }),
    byHand > 0 && t("imports.byHandOf", { count: byHand }),
  ];
  return (
    <Card padded={false} className="overflow-hidden">
      <dl className="-me-px -mb-px grid grid-cols-2 @min-[640px]:grid-cols-4">
        <Sum label={t("organiser.added")} count={added} />
        <Sum
          label={t("organiser.changed")}
          count={changed + moved}
          about={about.filter(Boolean).join(", ")}
        />
        <Sum
          label={t("organiser.removed")}
          count={removed}
          about={starsLost > 0 ? t("imports.starredBy", { count: starsLost }) : ""}
          warn
        />
        <Sum label={t("imports.same")} count={unchanged} about={t("imports.leftAlone")} />
      </dl>
    </Card>
  );
}

type SumProps = { label: string; count: number; about?: string; warn?: boolean };

function Sum({ label, count, about, warn }: SumProps) {
  return (
    <div className="min-h-24 border-e border-b border-border px-5 py-3.5 @max-[640px]:px-4">
      <dt className="text-12 text-muted">{label}</dt>
      <dd>
        <span className="block text-28 font-semibold tabular-nums">{numberText(count)}</span>
        {about && (
          <span className={cn("block text-12", warn ? "font-medium text-warn-text" : "text-muted")}>
            {about}
          </span>
        )}
      </dd>
    </div>
  );
}
