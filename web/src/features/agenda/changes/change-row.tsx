"use client";

import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";

import { Icon } from "@/components/ui/icon";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import { differenceOf, lineOf, type Change } from "./difference";

export type ChangeRowProps = {
  change: Change;
  /** The agenda's zone: both sides are on one clock. */
  zone: string;
  /** A checkbox before the title. */
  lead?: ReactNode;
  titleId?: string;
  /** In the place of who, where and when. */
  line?: string;
  /** In the place of what differs. */
  choice?: ReactNode;
  /** Under what differs. */
  note?: ReactNode;
  /** At the end: stars. */
  aside?: ReactNode;
  warn?: boolean;
};

/** A line of an agenda's changes: which session, and what it was and is. Stands in a list within an `@container`. */
export function ChangeRow({ change, zone, lead, titleId, line, choice, note, aside, warn }: ChangeRowProps) {
  const about = line ?? lineOf(change, zone);
  return (
    <li
      className={cn(
        "grid min-h-[54px] items-center gap-x-4 gap-y-1 px-5 py-2 @max-[640px]:px-4",
        lead
          ? "grid-cols-[16px_minmax(0,1fr)_auto] @min-[640px]:grid-cols-[16px_minmax(0,1fr)_minmax(0,292px)_72px]"
          : "grid-cols-[minmax(0,1fr)_auto] @min-[480px]:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]",
        warn && "bg-warn-soft",
      )}
    >
      {lead}
      <div className="min-w-0">
        <p id={titleId} dir="auto" className="text-14 font-medium break-words">
          {change.title}
        </p>
        {about && (
          <p dir="auto" className="text-12 break-words text-muted">
            {about}
          </p>
        )}
      </div>
      <div
        className={cn(
          "min-w-0 text-13 break-words",
          lead
            ? "@max-[640px]:col-span-2 @max-[640px]:col-start-2 @max-[640px]:row-start-2"
            : "@max-[480px]:col-span-2 @max-[480px]:row-start-2",
        )}
      >
        {choice ?? <DifferenceText change={change} zone={zone} />}
        {note}
      </div>
      {aside ?? (lead ? <span /> : null)}
    </li>
  );
}

/** What it was, struck, and what it is. */
export function DifferenceText({ change, zone }: { change: Change; zone: string }) {
  const t = useT();
  const { pairs, named } = differenceOf(change, zone);
  return (
    <>
      {pairs.map(({ before, after }, i) => (
        <p key={i}>
          {before && (
            <del className={cn("text-muted", !after && "no-underline")}>
              {after && <VisuallyHidden>{t("changes.was")} </VisuallyHidden>}
              {before}
            </del>
          )}
          {before && after && (
            <Icon icon={ArrowRight} size={14} className="mx-1 inline align-[-2px] text-muted" />
          )}
          {after && (
            <ins className="font-medium no-underline">
              {before && <VisuallyHidden> {t("changes.is")} </VisuallyHidden>}
              {after}
            </ins>
          )}
        </p>
      ))}
      {named.length > 0 && <p className="text-muted">{t("changes.alsoIn", { fields: named.join(", ") })}</p>}
    </>
  );
}
