"use client";

import { Clock } from "lucide-react";
import { useEffect, useRef } from "react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { announce } from "@/components/ui/live-region";
import { usePassFocus } from "@/components/ui/return-focus";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import { useAnswer } from "./use-matching";
import type { Answer } from "./matches-state";

type MeetActionsProps = {
  eventId: string;
  person: { id: string; name: string };
  answer: Answer;
  className?: string;
};

/** Meet and Not now; once asked, that, and Undo. The focus goes on to what takes the pressed button's place. */
export function MeetActions({ eventId, person, answer, className }: MeetActionsProps) {
  const t = useT();
  const say = useAnswer(eventId);
  const root = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  usePassFocus(root); // both want to: they go
  // The button that was pressed is gone, and its successor is there only now.
  useEffect(() => {
    if (!pressed.current) return;
    pressed.current = false;
    root.current?.querySelector("button")?.focus();
  }, [answer]);
  const press = (next: Answer) => {
    pressed.current = next !== "pass";
    if (next === "pass") focusNeighbour(root.current);
    if (next === "accept") announce(t("matches.saidAsked", { name: person.name }));
    say(person, next);
  };
  return (
    <div ref={root} className={cn("flex items-center gap-2", className)}>
      {answer === "accept" ? (
        <>
          <span className="flex min-h-8 min-w-0 flex-1 items-center justify-center gap-1.5 rounded-control bg-sunken px-2 py-1 text-center text-13 leading-tight font-medium text-balance text-muted max-md:min-h-9">
            <Icon icon={Clock} />
            <span>{t("matches.askedNoAnswer")}</span>
          </span>
          <Button
            variant="ghost"
            aria-label={t("matches.undoFor", { name: person.name })}
            onClick={() => press(null)}
          >
            {t("common.undo")}
          </Button>
        </>
      ) : (
        <>
          <Button
            variant="soft"
            className="flex-1"
            aria-label={t("matches.meetWho", { name: person.name })}
            onClick={() => press("accept")}
          >
            {t("matches.meet")}
          </Button>
          <Button
            variant="ghost"
            className="flex-1"
            aria-label={t("matches.notNowWho", { name: person.name })}
            onClick={() => press("pass")}
          >
            {t("matches.notNow")}
          </Button>
        </>
      )}
    </div>
  );
}

/** The card goes away with the focus in it: the next one takes it, else the one before. */
function focusNeighbour(inside: HTMLElement | null): void {
  const card = inside?.closest("[data-card]");
  const other = card?.nextElementSibling ?? card?.previousElementSibling;
  const target =
    other?.querySelector<HTMLElement>("button") ?? inside?.closest("section")?.querySelector("a");
  target?.focus();
}
