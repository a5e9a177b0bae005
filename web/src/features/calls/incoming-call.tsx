"use client";

import { Mic, PhoneOff, Video, type LucideIcon } from "lucide-react";
import { useEffect, useId, useRef, type RefObject } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import { announce } from "@/components/ui/live-region";
import { TeamBadge } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { usePhone } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { useCharacterKeys } from "@/lib/keys";

import { companyOf, namesOf, ringerOf } from "./company";
import type { InCall } from "./elsewhere";
import { MuteRings } from "./mute-rings";
import { PhoneRing, type Incoming } from "./phone-ring";
import { focusKey, useRingKeys } from "./ring-keys";
import type { Rung } from "./rings";
import { useAnswers } from "./use-answers";
import { useCall } from "./use-call";

export type IncomingCallProps = {
  ring: Rung;
  me: string;
  /** The call that one is in already: answering leaves it, which is said. */
  current: InCall | null;
  /** Of several, the one that the keys are for. */
  first: boolean;
  /** It was answered, one way or another: it need not ring on. */
  onSilent: () => void;
};

/** Somebody calls: who, from where, and the three answers. On a phone a picture of its own, but not over a call. */
export function IncomingCall({ ring, me, current, first, onSilent }: IncomingCallProps) {
  const { callId } = ring;
  const t = useT();
  const full = usePhone() && !current;
  const { data } = useCall(callId);
  const call = data?.call;
  const ringer = call && ringerOf(call, me);
  const name = ringer?.name;
  // Said aloud when the name is known, once; what has the focus says itself.
  useEffect(() => {
    if (!name || full) return;
    return announce(t("video.callsYouKeys", { name, key: focusKey }), "assertive");
  }, [name, full, t]);
  if (!call || !ringer) return null;
  const incoming = { call, ringer, company: companyOf(call, me).length, onSilent };
  if (!full) return <RingCard {...incoming} current={current} first={first} />;
  // One at a time: the next, when this one was answered.
  return first ? <PhoneRing {...incoming} /> : null;
}

type CardProps = Incoming & Pick<IncomingCallProps, "current" | "first">;

/** Over the page, beside what one does. Takes no focus away from what is being typed. */
function RingCard({ call, ringer, company, onSilent, current, first }: CardProps) {
  const t = useT();
  const title = useId();
  const card = useRef<HTMLElement>(null);
  const { id, name } = ringer;
  return (
    <section
      ref={card}
      role="alertdialog"
      aria-labelledby={title}
      tabIndex={-1}
      className="pointer-events-auto w-[min(380px,100%)] animate-rise-in rounded-card bg-raised p-4 shadow-2 outline outline-border"
    >
      <div className="flex items-start gap-3">
        <Avatar id={id} name={name} size={48} decorative />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2">
            <h2 id={title} className="clip-marks text-16 font-semibold wrap-anywhere">
              {t("video.callsYou", { name })}
            </h2>
            {call.staffIds.includes(id) && <TeamBadge />}
          </div>
          <p className="truncate text-13 text-muted">
            {t("video.fromEvent", { event: call.event.name })}
            {company > 1 && ` · ${t("video.people", { count: company + 1 })}`}
          </p>
        </div>
        <MuteRings />
      </div>
      {call.cameraOff && <p className="mt-3 text-13 text-muted">{t("video.justMet")}</p>}
      {current && (
        <p className="mt-3 text-13">
          {t("video.inAnother", { names: namesOf(companyOf(current.call, current.me)) })}
        </p>
      )}
      <AnswerButtons {...{ call, current, first, card, onSilent }} />
    </section>
  );
}

type AnswersProps = Omit<CardProps, "ringer" | "company"> & { card: RefObject<HTMLElement | null> };

/** With sound, with camera, or not at all; the usual first. */
function AnswerButtons({ call, current, first, card, onSilent }: AnswersProps) {
  const t = useT();
  const { usual, answer, refuse } = useAnswers(call, onSilent);
  // A key that was meant for the call one is in does not end it.
  const keys = { onAnswer: current ? null : () => answer(usual), onDecline: refuse };
  useRingKeys(card, first ? keys : null);
  const [keysAct] = useCharacterKeys();
  const hint = (key: string, on?: string) =>
    first && keysAct && <Kbd className={cn("max-md:hidden", on)}>{key}</Kbd>;
  const button = (how: "camera" | "sound", icon: LucideIcon, label: string) => (
    <Button
      variant={how === usual ? "accent" : "outline"}
      aria-keyshortcuts={first && how === usual && !current ? "A" : undefined}
      className={cn(how === usual && "order-first")}
      onClick={() => answer(how)}
    >
      <Icon icon={icon} />
      {label}
      {how === usual && !current && hint("A", "text-inherit")}
    </Button>
  );
  return (
    <div className={cn("mt-4 grid gap-2 [&_button]:h-9 [&_button]:px-2", !current && "grid-cols-2")}>
      {button("sound", Mic, t(current ? "video.leaveAndSound" : "video.answerSound"))}
      {button("camera", Video, t(current ? "video.leaveAndCamera" : "video.answerCamera"))}
      <Button
        className={current ? undefined : "col-span-2"}
        aria-keyshortcuts={first ? "D" : undefined}
        onClick={refuse}
      >
        <Icon icon={PhoneOff} />
        {t("video.decline")}
        {hint("D")}
      </Button>
    </div>
  );
}
