"use client";

import { BellOff, Pencil, Star, Undo2, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { Card } from "@/components/ui/card";
import { ChoiceRow } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Switch } from "@/components/ui/switch";
import { useLiveState } from "@/features/live-event";
import { useT } from "@/lib/i18n";
import { numberText } from "@/lib/intl";

import { takes, type Selection } from "./choice";
import { SaidFold, remarkOf } from "./said";
import type { Preview } from "./import-store";
import type { Reading } from "./use-reading";

type SideProps = { preview: Preview; selection: Selection; reading: Reading };

/** What applying means, whom it concerns, and what to look at before. */
export function Side({ preview, selection, reading }: SideProps) {
  const t = useT();
  const { event } = useLiveState();
  const draft = event.status === "draft";
  return (
    <aside className="flex min-w-0 flex-col gap-4">
      <SideCard title={t("imports.when")}>
        <ul className="mt-2 flex flex-col gap-2">
          <Promise icon={Pencil}>{t(draft ? "imports.promiseAgenda" : "imports.promiseDraft")}</Promise>
          <Promise icon={Star}>{t("imports.promiseStars")}</Promise>
          <Promise icon={Undo2}>{t("imports.promiseUndo")}</Promise>
          {!draft && <Promise icon={BellOff}>{t("imports.promiseQuiet")}</Promise>}
        </ul>
      </SideCard>
      <StarsAffected preview={preview} />
      <LookFirst preview={preview} selection={selection} />
      {(preview.source !== null || preview.adds) && (
        <SideCard title={t("imports.addsTitle")}>
          <ChoiceRow
            label={
              preview.source === null
                ? t("imports.adds")
                : t("imports.addsInstead", { source: preview.source })
            }
            hint={t("imports.addsHint")}
            className="mt-2"
          >
            <Switch
              checked={preview.adds}
              disabled={reading.pending}
              onCheckedChange={(adds) => reading.read({ adds })}
            />
          </ChoiceRow>
        </SideCard>
      )}
    </aside>
  );
}

type CardProps = { title: string; count?: number; children: ReactNode };

function SideCard({ title, count, children }: CardProps) {
  return (
    <Card asChild className="px-5 py-4 max-md:px-4">
      <section>
        <div className="flex items-baseline justify-between gap-3">
          <h2 className="text-16 font-semibold">{title}</h2>
          {count !== undefined && (
            <span className="text-13 text-muted tabular-nums">{numberText(count)}</span>
          )}
        </div>
        {children}
      </section>
    </Card>
  );
}

function Promise({ icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <li className="flex items-start gap-3 text-13">
      <Icon icon={icon} className="mt-0.5 text-muted" />
      {children}
    </li>
  );
}

function StarsAffected({ preview: { starsLost, starsMoved } }: { preview: Preview }) {
  const t = useT();
  if (starsLost + starsMoved === 0) return null;
  return (
    <SideCard title={t("imports.stars")}>
      <dl className="mt-1 divide-y divide-border">
        {starsLost > 0 && <StarsLine count={starsLost} text={t("imports.loseOne", { count: starsLost })} />}
        {starsMoved > 0 && (
          <StarsLine count={starsMoved} text={t("imports.haveMoved", { count: starsMoved })} />
        )}
      </dl>
    </SideCard>
  );
}

function StarsLine({ count, text }: { count: number; text: string }) {
  return (
    <div className="flex flex-row-reverse items-center justify-end gap-3 py-2">
      <dt className="text-13 font-medium">{text}</dt>
      <dd className="min-w-11 text-20 font-semibold tabular-nums">{numberText(count)}</dd>
    </div>
  );
}

function LookFirst({ preview, selection }: Omit<SideProps, "reading">) {
  const t = useT();
  const { changes, notes, skipped } = preview;
  const conflicts = changes.flatMap(({ id, conflicts }) => conflicts.map(({ field }) => ({ id, field })));
  const kept = conflicts.filter(({ id, field }) => !takes(selection, id, field)).length;
  const overlaps = changes.filter((change) => change.overlaps.length > 0);
  // At most 200 are named; those too far away are counted.
  const left = Math.max(skipped.length, preview.outside);
  const count = conflicts.length + overlaps.length + notes.length + left;
  if (count === 0) return null;
  return (
    <SideCard title={t("imports.lookFirst")} count={count}>
      <ul className="mt-1 divide-y divide-border">
        {conflicts.length > 0 && (
          <li className="py-2">
            <p className="text-13 font-medium">{t("imports.conflicts", { count: conflicts.length })}</p>
            <p className="text-12 text-muted">
              {t("imports.conflictsKept", { kept, all: conflicts.length })}
            </p>
          </li>
        )}
        {overlaps.length > 0 && (
          <SaidFold
            title={t("imports.newOverlaps", { count: overlaps.length })}
            said={overlaps.map((change) => ({ where: change.title, text: change.overlaps.join(", ") }))}
          />
        )}
        <SaidFold title={t("imports.noted", { count: notes.length })} said={notes.map(remarkOf)} />
        <SaidFold
          title={t("organiser.skippedWhy", { count: left })}
          said={skipped.map(remarkOf)}
          first={
            left > skipped.length
              ? t("imports.skippedFirst", { shown: skipped.length, all: left })
              : undefined
          }
        />
      </ul>
    </SideCard>
  );
}
