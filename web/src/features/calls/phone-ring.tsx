"use client";

import { Mic, Phone, PhoneOff, UsersRound, Video, VideoOff, type LucideIcon } from "lucide-react";
import { Dialog } from "radix-ui";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { EventMark } from "@/components/frame";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { useReturnFocus } from "@/components/ui/return-focus";
import { TeamBadge, usePresenceOf } from "@/features/live-event";
import type { CallInfoFragment } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { isTyping } from "@/lib/keys";

import type { CallPerson } from "./company";
import { MuteRings } from "./mute-rings";
import { focusKey, useRingKeys } from "./ring-keys";
import { useAnswers } from "./use-answers";

/** A call that rings, as its two looks have it. */
export type Incoming = {
  call: CallInfoFragment;
  ringer: CallPerson;
  /** How many there are to talk to. */
  company: number;
  onSilent: () => void;
};

/**
 * On a phone a call that rings is the whole picture, and has the focus; what was being done comes back after it. It is in
 * no hurry: neither Esc nor what was being typed when it came says anything to the caller.
 */
export function PhoneRing({ call, ringer, company, onSilent }: Incoming) {
  const t = useT();
  const picture = useRef<HTMLDivElement>(null);
  const answers = useAnswers(call, onSilent);
  const focus = useReturnFocus();
  const [wasTyping, setWasTyping] = useState(false);
  const { answer, refuse, usual } = answers;
  const letters = wasTyping
    ? { onAnswer: null, onDecline: null }
    : { onAnswer: () => answer(usual), onDecline: refuse };
  useRingKeys(picture, letters);
  return (
    <Dialog.Root open>
      <Dialog.Portal>
        <Dialog.Content
          {...focus}
          ref={picture}
          role="alertdialog"
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            focus.onOpenAutoFocus();
            setWasTyping(isTyping(document.activeElement));
            picture.current?.focus(); // no button: Enter may have been meant for something else
          }}
          onKeyDown={(event: KeyboardEvent) =>
            (event.key === "Tab" || event.key === focusKey) && setWasTyping(false)
          }
          onEscapeKeyDown={(event) => event.preventDefault()}
          className="fixed inset-0 z-[80] flex animate-fade-in flex-col bg-background px-5 pt-5 pb-8 outline-none [--ring:var(--background)]"
        >
          <Dialog.Title className="sr-only">{t("video.callsYou", { name: ringer.name })}</Dialog.Title>
          {/* On a small phone this scrolls; the answers are there in any case. */}
          <div className="flex min-h-0 flex-1 scrollbar-slim flex-col items-center overflow-y-auto">
            <div className="flex items-center gap-2 self-stretch text-13 text-muted">
              <EventMark />
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {call.event.name}
              </span>
              <MuteRings />
            </div>
            <Caller {...{ call, ringer }} />
            <Notes {...{ call, company }} />
          </div>
          <AnswerRow {...answers} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Caller({ call, ringer: { id, name, headline } }: Pick<Incoming, "call" | "ringer">) {
  const t = useT();
  return (
    <>
      <Avatar
        id={id}
        name={name}
        size={112}
        presence={usePresenceOf(id)}
        decorative
        className="mt-[min(104px,8dvh)]"
      />
      {/* The title has said it. */}
      <div aria-hidden className="mt-5 max-w-full text-center">
        <p dir="auto" className="clip-marks text-28 font-semibold wrap-anywhere">
          {name}
        </p>
        <p className="text-16 text-muted">{t(call.cameraOff ? "video.calling" : "video.callingVideo")}</p>
      </div>
      {headline && (
        <p dir="auto" className="mt-1 clip-marks text-center text-13 text-pretty text-muted">
          {headline}
        </p>
      )}
      {call.staffIds.includes(id) && (
        <span className="mt-2">
          <TeamBadge />
        </span>
      )}
    </>
  );
}

/** What one should know before answering. */
function Notes({ call, company }: Pick<Incoming, "call" | "company">) {
  const t = useT();
  return (
    <ul className="mt-6 flex flex-col gap-2 self-stretch rounded-card bg-surface px-4 py-3 text-13 hairline empty:hidden forced-colors:border">
      {company > 1 && <Note icon={UsersRound}>{t("video.people", { count: company + 1 })}</Note>}
      {call.cameraOff && <Note icon={VideoOff}>{t("video.justMet")}</Note>}
    </ul>
  );
}

function Note({ icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <Icon icon={icon} className="mt-0.5 shrink-0 text-muted" />
      {children}
    </li>
  );
}

const large = "h-14 min-w-0 flex-1 rounded-[12px] px-2 text-16 max-md:h-14";

/** Not now and Answer where thumbs are, the other way to answer over them. */
function AnswerRow({ usual, other, answer, refuse }: ReturnType<typeof useAnswers>) {
  const t = useT();
  const withWhat = { sound: t("video.answerSound"), camera: t("video.answerCamera") };
  return (
    <div className="flex shrink-0 flex-col gap-5 pt-4">
      <Button className="h-10 self-center max-md:h-10" onClick={() => answer(other)}>
        <Icon icon={other === "sound" ? Mic : Video} />
        {withWhat[other]}
      </Button>
      <div className="flex gap-3">
        <Button variant="outline" className={large} aria-keyshortcuts="D" onClick={refuse}>
          <Icon icon={PhoneOff} size={20} />
          {t("video.decline")}
        </Button>
        <Button
          variant="accent"
          className={large}
          aria-label={withWhat[usual]}
          aria-keyshortcuts="A"
          onClick={() => answer(usual)}
        >
          <Icon icon={Phone} size={20} />
          {t("video.answer")}
        </Button>
      </div>
    </div>
  );
}
