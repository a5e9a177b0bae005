"use client";

import { useId, useState, type FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Confirm } from "@/components/ui/confirm";
import { Field } from "@/components/ui/field";
import { Radio, RadioGroup } from "@/components/ui/radio";
import { ZoneSelect } from "@/components/ui/zone-select";
import { useLiveState } from "@/features/live-event";
import { useT } from "@/lib/i18n";
import { dayKey, dayShort, dayYear, zoneCity } from "@/lib/time";

import type { Preview } from "./import-store";
import { movedEvent } from "./reading";
import type { Reading } from "./use-reading";

type QuestionProps = { preview: Preview; reading: Reading };

type ReadingProps = QuestionProps & { asking: boolean; onAnswered: () => void };

/** What has to be known before the changes mean anything: whose clock it is, and when the event is. */
export function ReadingQuestions({ preview, reading, asking, onAnswered }: ReadingProps) {
  return (
    <>
      {(asking || preview.zone.asks) && (
        <ZoneQuestion preview={preview} reading={reading} onAnswered={onAnswered} />
      )}
      <Outside preview={preview} reading={reading} />
    </>
  );
}

function ZoneQuestion({ preview, reading, onAnswered }: QuestionProps & { onAnswered: () => void }) {
  const t = useT();
  const id = useId();
  const { event } = useLiveState();
  const { zone } = preview;
  const [name, setName] = useState(zone.name);
  const likely = Array.from(new Set([...zone.candidates, event.timeZone])).slice(0, 6);
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    reading.read({ timeZone: name });
    onAnswered();
  };
  return (
    <Card asChild className="p-5 max-md:p-4">
      <form onSubmit={submit}>
        <h2 id={id} className="text-16 font-semibold">
          {t("imports.zoneTitle")}
        </h2>
        <p className="mt-1 text-13 text-muted">
          {zone.asks
            ? t("imports.zoneAsks", { offsets: zone.offsets.join(", "), count: zone.offsets.length })
            : t("imports.zoneIs", { city: zoneCity(zone.name), by: zone.by })}
        </p>
        <RadioGroup
          aria-labelledby={id}
          value={likely.includes(name) ? name : ""}
          onValueChange={setName}
          className="mt-3 grid gap-x-4 sm:grid-cols-2"
        >
          {likely.map((one) => (
            <ZoneRadio key={one} zone={one} isEvents={one === event.timeZone} />
          ))}
        </RadioGroup>
        <Field label={t("imports.anotherZone")} className="mt-3 max-w-80">
          <ZoneSelect
            at={preview.startsAt}
            value={name}
            onChange={(changed) => setName(changed.target.value)}
          />
        </Field>
        <div className="mt-4 flex gap-2">
          <Button type="submit" variant="soft" pending={reading.pending}>
            {t("imports.readAs", { city: zoneCity(name) })}
          </Button>
          {!zone.asks && (
            <Button variant="ghost" onClick={onAnswered}>
              {t("common.cancel")}
            </Button>
          )}
        </div>
      </form>
    </Card>
  );
}

function ZoneRadio({ zone, isEvents }: { zone: string; isEvents: boolean }) {
  const t = useT();
  const id = useId();
  return (
    <span className="flex min-h-6 items-start gap-2">
      <Radio id={id} value={zone} className="mt-0.5" />
      <label htmlFor={id} className="text-14">
        {zone.replaceAll("_", " ")}
        {isEvents && <span className="text-muted"> {t("imports.eventsZone")}</span>}
      </label>
    </span>
  );
}

/** A programme that lies elsewhere than the event: either may move. */
function Outside({ preview, reading }: QuestionProps) {
  const t = useT();
  const { event } = useLiveState();
  const { outside, sessions, shiftDays, fittingShift, startsAt, endsAt } = preview;
  const zone = event.timeZone;
  // "Mon 14 Dec" of another year reads as if it was nearly there.
  const years = new Set(
    [event.startsAt, event.endsAt, startsAt, endsAt].map((at) => dayKey(at, zone).slice(0, 4)),
  );
  const day = years.size > 1 ? dayYear : dayShort;
  const dates = (start: string, end: string) =>
    t("imports.dates", { from: day(start, zone), to: day(end, zone) });
  const undo = shiftDays !== 0 && (
    <Button variant="outline" pending={reading.pending} onClick={() => reading.read({ shiftDays: 0 })}>
      {t("imports.noShift")}
    </Button>
  );
  if (outside === 0)
    return shiftDays === 0 ? null : (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-13 text-muted">
        {t("imports.shifted", { days: shiftDays })}
        {undo}
      </div>
    );
  return (
    <section aria-label={t("imports.outsideTitle")} className="rounded-card bg-warn-soft px-5 py-4 text-13">
      <p className="text-14 font-medium text-warn-text">
        {t("imports.outside", { outside, sessions, dates: dates(event.startsAt, event.endsAt) })}
      </p>
      <p className="mt-1">{t("imports.outsideBody")}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        {fittingShift !== shiftDays && (
          <Button
            variant="outline"
            pending={reading.pending}
            onClick={() => reading.read({ shiftDays: fittingShift })}
          >
            {t("imports.shift", { days: fittingShift })}
          </Button>
        )}
        {shiftDays === 0 && movedEvent(event, preview) && reading.moveEvent && (
          <MoveEvent dates={dates(startsAt, endsAt)} pending={reading.pending} onMove={reading.moveEvent} />
        )}
        {undo}
      </div>
    </section>
  );
}

type MoveEventProps = { dates: string; pending: boolean; onMove: () => void };

/** Unlike all else here this happens at once: where others see the event, it is asked about. */
function MoveEvent({ dates, pending, onMove }: MoveEventProps) {
  const t = useT();
  const { event } = useLiveState();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="outline"
        // Two dates with their years are wider than a phone.
        className="h-auto min-h-8 max-w-full shrink py-1 text-start whitespace-normal max-md:h-auto max-md:min-h-9"
        pending={pending}
        onClick={() => (event.status === "draft" ? onMove() : setAsking(true))}
      >
        {t("imports.moveEvent", { dates })}
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t("imports.moveTitle", { dates })}
        description={t("imports.moveBody")}
        action={t("imports.moveAction")}
        onConfirm={onMove}
      />
    </>
  );
}
