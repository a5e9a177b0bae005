"use client";

import { Star } from "lucide-react";
import { useId, useState } from "react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { useT } from "@/lib/i18n";

import { ChangeRow } from "./change-row";
import { byKind, type Change, type ChangeKind } from "./difference";

const atFirst = 20;

export type ChangeListProps = {
  changes: readonly Change[];
  zone: string;
  /** Sessions that whoever looks has starred: they are marked. */
  starred?: ReadonlySet<string>;
};

/** Changes by what happened: what is lost first. */
export function ChangeList({ changes, zone, starred }: ChangeListProps) {
  return (
    <div className="@container flex flex-col gap-4">
      {byKind(changes).map((group) => (
        <Kind key={group.kind} {...group} zone={zone} starred={starred} />
      ))}
    </div>
  );
}

type KindProps = ChangeListProps & { kind: ChangeKind };

function Kind({ kind, changes, zone, starred }: KindProps) {
  const t = useT();
  const id = useId();
  const [most, setMost] = useState(atFirst);
  return (
    <section aria-labelledby={id} className="overflow-hidden rounded-card hairline">
      <h3
        id={id}
        className="flex h-9 items-center gap-2 bg-sunken px-5 text-13 font-semibold @max-[480px]:px-4"
      >
        {t("changes.kind", { kind })}
        <span className="font-normal text-muted tabular-nums">{changes.length}</span>
      </h3>
      <ul className="divide-y divide-border">
        {changes.slice(0, most).map((change) => (
          <ChangeRow
            key={change.id}
            change={change}
            zone={zone}
            aside={
              starred?.has(change.id) && (
                <span className="text-accent-text">
                  <Icon icon={Star} className="fill-current" />
                  <VisuallyHidden>{t("changes.starred")}</VisuallyHidden>
                </span>
              )
            }
          />
        ))}
      </ul>
      {changes.length > most && (
        <Button variant="ghost" className="m-1.5" onClick={() => setMost(most + 100)}>
          {t("changes.more", { count: changes.length - most })}
        </Button>
      )}
    </section>
  );
}
