"use client";

import { useState, type FormEvent, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Field, FormError } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioCard, RadioGroup } from "@/components/ui/radio";
import { Segmented } from "@/components/ui/segmented";
import type { ProgrammeHow, ProgrammeMove } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { dayAndClock, zoneCity } from "@/lib/time";

import {
  choicesOf,
  likelyOf,
  minutesOf,
  moveOf,
  outcomeOf,
  shiftOf,
  startMoved,
  type Question,
  type Shift,
} from "./programme";

export type ProgrammeDialogProps = {
  /** None: it is closed. */
  question: Question | null;
  onCancel: () => void;
  onChoose: (move: ProgrammeMove) => void;
};

/** Asks what becomes of the sessions of an event that is being moved. */
export function ProgrammeDialog({ question, onCancel, onChoose }: ProgrammeDialogProps) {
  return (
    <Dialog open={question !== null} onOpenChange={(open) => !open && onCancel()}>
      {question && <Choices question={question} onChoose={onChoose} />}
    </Dialog>
  );
}

function Choices({ question, onChoose }: { question: Question; onChoose: (move: ProgrammeMove) => void }) {
  const t = useT();
  const [how, setHow] = useState(() => likelyOf(question));
  const [shift, setShift] = useState(() => shiftOf(startMoved(question)));
  const minutes = minutesOf(shift);
  const move = { how, minutes: minutes ?? 0 };
  const { outside, far, skipped } = outcomeOf(question, move);
  const count = question.sessions.length;
  const isWrong = how === "shift" && minutes === null;
  const choose = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (!isWrong && far === 0) onChoose(moveOf(move));
  };
  return (
    <DialogContent
      modalOnly
      className="max-w-[520px]"
      title={t("organiser.programmeTitle")}
      description={t("organiser.programmeBody", { count })}
      footer={
        <>
          <DialogClose asChild>
            <Button variant="ghost">{t("common.cancel")}</Button>
          </DialogClose>
          <Button type="submit" form="programme-move" variant="accent" disabled={isWrong || far > 0}>
            {t("organiser.save")}
          </Button>
        </>
      }
    >
      <form id="programme-move" noValidate onSubmit={choose} className="flex flex-col gap-3">
        <RadioGroup
          aria-label={t("organiser.programmeTitle")}
          value={how}
          // Of the cards below, whose values are of this kind.
          onValueChange={(value) => setHow(value as ProgrammeHow)}
        >
          {choicesOf(question).map((one) => (
            <RadioCard key={one} value={one} title={t("organiser.programmeHow", { how: one })}>
              <Example question={question} how={one} minutes={minutes} />
            </RadioCard>
          ))}
        </RadioGroup>
        {how === "shift" && <ShiftFields shift={shift} onChange={setShift} isWrong={isWrong} />}
        <div aria-live="polite" className="flex flex-col gap-1 text-13">
          {!isWrong && far === 0 && outside > 0 && (
            <Warning>{t("organiser.programmeOutside", { count: outside, of: count })}</Warning>
          )}
          {!isWrong && skipped > 0 && (
            <Warning>{t("organiser.programmeSkipped", { count: skipped })}</Warning>
          )}
        </div>
        <FormError>{!isWrong && far > 0 && t("organiser.programmeFar", { count: far, of: count })}</FormError>
      </form>
    </DialogContent>
  );
}

const Warning = ({ children }: { children: ReactNode }) => <p className="text-warn-text">{children}</p>;

/** "Opening: Sat 28 Nov, 10:00 in Brussels becomes Sat 28 Nov, 10:00 in Lisbon" */
function Example({
  question,
  how,
  minutes,
}: {
  question: Question;
  how: ProgrammeHow;
  minutes: number | null;
}) {
  const t = useT();
  const { before, after, sessions } = question;
  const [first] = sessions;
  if (!first || (how === "shift" && minutes === null)) return null;
  const there = (at: string, zone: string) =>
    t("common.inZone", { time: dayAndClock(at, zone), city: zoneCity(zone) });
  const { first: start } = outcomeOf({ ...question, sessions: [first] }, { how, minutes: minutes ?? 0 });
  const words = {
    title: first.title,
    before: there(first.startsAt, before.timeZone),
    after: there(start, after.timeZone),
  };
  const key = words.before === words.after ? "organiser.programmeStays" : "organiser.programmeExample";
  return <span className="wrap-anywhere">{t(key, words)}</span>;
}

type ShiftProps = { shift: Shift; onChange: (shift: Shift) => void; isWrong: boolean };

function ShiftFields({ shift, onChange, isWrong }: ShiftProps) {
  const t = useT();
  const set = (part: Partial<Shift>) => onChange({ ...shift, ...part });
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label={t("organiser.shiftDays")}>
        <Input
          inputMode="numeric"
          autoComplete="off"
          className="w-24 tabular-nums"
          value={shift.days}
          onChange={(event) => set({ days: event.target.value })}
        />
      </Field>
      <Field label={t("organiser.shiftClock")}>
        <Input
          autoComplete="off"
          className="w-24 tabular-nums"
          value={shift.clock}
          onChange={(event) => set({ clock: event.target.value })}
        />
      </Field>
      <Segmented
        label={t("organiser.shiftDirection")}
        value={shift.direction}
        onValueChange={(direction) => set({ direction })}
        segments={(["later", "earlier"] as const).map((value) => ({
          value,
          label: t("organiser.shiftWay", { way: value }),
        }))}
      />
      <FormError className="w-full">{isWrong && t("organiser.shiftWrong")}</FormError>
    </div>
  );
}
