"use client";

import { Star } from "lucide-react";
import { useId, useState } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Icon } from "@/components/ui/icon";
import { Radio, RadioGroup } from "@/components/ui/radio";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { ChangeRow, fieldLabel, placeOf, said } from "@/features/agenda";
import { useLiveState } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { numberText } from "@/lib/intl";

import {
  allChosen,
  askedFor,
  chosen,
  groupsOf,
  groupState,
  isChosen,
  taken,
  takes,
  unlisted,
  type Group,
  type Selection,
} from "./choice";
import type { Preview, PreviewChange } from "./import-store";

const atFirst = 20;
const more = 100;

type SelectProps = { selection: Selection; onSelect: (selection: Selection) => void };
type GroupsProps = SelectProps & { preview: Preview };

/** All changes of a preview, to be chosen one by one. */
export function Groups({ preview, selection, onSelect }: GroupsProps) {
  const t = useT();
  const shown = preview.changes.filter((change) => !change.byHand).length;
  const all = askedFor(preview);
  return (
    <>
      <Card padded={false} className="@container overflow-hidden">
        {groupsOf(preview.changes).map((group) => (
          <ChangeGroup
            key={group.name}
            group={group}
            preview={preview}
            selection={selection}
            onSelect={onSelect}
          />
        ))}
      </Card>
      {all > shown && <p className="text-13 text-muted">{t("imports.onlyFirstOf", { shown, all })}</p>}
    </>
  );
}

type GroupProps = GroupsProps & { group: Group };

function ChangeGroup({ group, preview, selection, onSelect }: GroupProps) {
  const t = useT();
  const id = useId();
  const [most, setMost] = useState(atFirst);
  const { name, changes } = group;
  const { count, checked } = groupState(selection, changes);
  const label = t("imports.group", { name });
  const rest = changes.length - most;
  const others = unlisted(preview, group);
  return (
    <section aria-labelledby={id} className="border-t border-border first:border-t-0">
      <div className="flex min-h-10 items-center gap-4 bg-sunken px-5 text-13 @max-[640px]:px-4">
        <Checkbox
          aria-label={t("imports.groupAll", { label })}
          checked={checked}
          onCheckedChange={() => onSelect(allChosen(selection, changes))}
        />
        <h2 id={id} className="font-semibold">
          {label}
        </h2>
        <span className="text-muted tabular-nums" role="status">
          {t("imports.chosenOf", { count: count + others, all: changes.length + others })}
        </span>
        {name === "removed" && (
          <span className="ms-auto text-muted @max-[640px]:hidden">{t("imports.removedFrom")}</span>
        )}
      </div>
      <ul className="divide-y divide-border border-t border-border">
        {changes.slice(0, most).map((change) => (
          <PreviewRow
            key={change.id}
            change={change}
            source={preview.source ?? preview.title}
            selection={selection}
            onSelect={onSelect}
          />
        ))}
      </ul>
      {rest > 0 && (
        <Button variant="ghost" className="m-1.5" onClick={() => setMost(most + more)}>
          {t("changes.more", { count: rest })}
        </Button>
      )}
    </section>
  );
}

type RowProps = SelectProps & { change: PreviewChange; source: string };

function PreviewRow({ change, source, selection, onSelect }: RowProps) {
  const t = useT();
  const id = useId();
  const { event } = useLiveState();
  const conflict = change.conflicts.length > 0;
  return (
    <ChangeRow
      change={change}
      zone={event.timeZone}
      titleId={id}
      line={
        change.byHand && change.before
          ? t("imports.typedHere", { place: placeOf(change.before, event.timeZone) })
          : undefined
      }
      warn={conflict}
      lead={
        <Checkbox
          aria-labelledby={id}
          checked={isChosen(selection, change)}
          onCheckedChange={(is) => onSelect(chosen(selection, change, is === true))}
        />
      }
      choice={
        change.byHand ? <span className="text-warn-text">{t("imports.byHand", { source })}</span> : undefined
      }
      note={
        <>
          {change.overlaps.length > 0 && (
            <p className="font-medium text-warn-text">
              {t("imports.overlaps", { titles: change.overlaps.map((title) => `“${title}”`).join(", ") })}
            </p>
          )}
          {conflict && <Conflicts change={change} selection={selection} onSelect={onSelect} />}
        </>
      }
      aside={<Stars count={change.stars} />}
    />
  );
}

/** For each field that a person had changed and the file says otherwise: whose word counts. */
function Conflicts({ change, selection, onSelect }: Omit<RowProps, "source">) {
  const t = useT();
  const { event } = useLiveState();
  return change.conflicts.map(({ field, before, after }) => (
    <RadioGroup
      key={field}
      aria-label={t("imports.conflict", { field: fieldLabel(field), title: change.title })}
      value={takes(selection, change.id, field) ? "take" : "keep"}
      onValueChange={(value) => onSelect(taken(selection, change.id, field, value === "take"))}
      className="mt-0.5 flex-row flex-wrap gap-x-3 gap-y-1"
    >
      <Word value="keep">{t("imports.keep", { text: said(field, before, event.timeZone) })}</Word>
      <Word value="take">{t("imports.take", { text: said(field, after, event.timeZone) })}</Word>
    </RadioGroup>
  ));
}

function Word({ value, children }: { value: string; children: string }) {
  const id = useId();
  return (
    <span className="flex min-h-6 min-w-0 items-start gap-1.5">
      <Radio id={id} value={value} className="mt-0.5" />
      <label htmlFor={id} className="min-w-0 break-words">
        {children}
      </label>
    </span>
  );
}

function Stars({ count }: { count: number }) {
  const t = useT();
  return (
    <span
      className={cn(
        "flex items-center justify-end gap-1.5 text-13 tabular-nums",
        count < 100 && "text-muted",
      )}
    >
      {count > 0 && (
        <>
          <Icon icon={Star} />
          <span aria-hidden>{numberText(count)}</span>
          <VisuallyHidden>{t("imports.starredBy", { count })}</VisuallyHidden>
        </>
      )}
    </span>
  );
}
