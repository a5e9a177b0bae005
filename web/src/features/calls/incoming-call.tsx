"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { Bell, BellOff, Mic, PhoneOff, Video, type LucideIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, type RefObject } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import { announce } from "@/components/ui/live-region";
import { Tooltip } from "@/components/ui/tooltip";
import { TeamBadge } from "@/features/live-event";
import { CallByIdDocument, DeclineCallDocument, type CallInfoFragment } from "@/gen/graphql";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { useStore } from "@/lib/use-store";

import { callPath } from "./calls";
import { companyOf, namesOf, ringerOf } from "./company";
import { answered, leaveCall, type Ongoing } from "./ongoing";
import { focusKey, useRingKeys } from "./ring-keys";
import type { Rung } from "./rings";
import { ringMuted, setRingMuted } from "./tone";

export type IncomingCallProps = {
  ring: Rung;
  me: string;
  /** The call that one is in already: answering leaves it, which is said. */
  current: Ongoing | null;
  /** Of several, the one that the keys are for. */
  first: boolean;
  /** It was answered, one way or another: it need not ring on. */
  onSilent: () => void;
};

/** Somebody calls: who, from where, and the three answers. Takes no focus away from what is being typed. */
export function IncomingCall({ ring, me, current, first, onSilent }: IncomingCallProps) {
  const { callId, nth } = ring;
  const t = useT();
  const title = useId();
  const card = useRef<HTMLElement>(null);
  const { data } = useQuery(CallByIdDocument, {
    variables: { id: callId },
    // Who is in it, and who rings, may have changed since this page heard of it.
    fetchPolicy: nth > 1 ? "network-only" : "cache-first",
  });
  const call = data?.call;
  const ringer = call && ringerOf(call, me);
  const name = ringer?.name;
  // Said aloud when the name is known, once.
  useEffect(() => {
    if (name) announce(t("video.callsYouKeys", { name, key: focusKey }), "assertive");
  }, [name, t]);
  if (!call || !ringer || !name) return null;
  const company = companyOf(call, me).length;
  return (
    <section
      ref={card}
      role="alertdialog"
      aria-labelledby={title}
      tabIndex={-1}
      className="pointer-events-auto w-[min(380px,100%)] animate-rise-in rounded-card bg-raised p-4 shadow-2 outline outline-border"
    >
      <div className="flex items-start gap-3">
        <Avatar id={ringer.id} name={name} size={48} decorative />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2">
            <h2 id={title} className="text-16 font-semibold">
              {t("video.callsYou", { name })}
            </h2>
            {call.staffIds.includes(ringer.id) && <TeamBadge />}
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
      <Answers {...{ ring, call, current, first, card, onSilent }} />
    </section>
  );
}

function MuteRings() {
  const t = useT();
  const muted = useStore(ringMuted, false);
  return (
    <Tooltip text={t(muted ? "video.ringOn" : "video.ringOff")}>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-pressed={muted}
        aria-label={t("video.ringOff")}
        onClick={() => setRingMuted(!muted)}
      >
        <Icon icon={muted ? BellOff : Bell} />
      </Button>
    </Tooltip>
  );
}

type AnswersProps = Omit<IncomingCallProps, "me"> & {
  call: CallInfoFragment;
  card: RefObject<HTMLElement | null>;
};

/** With sound, with camera, or not at all; people who have just met are offered the sound first. */
function Answers({ ring: { callId }, call, current, first, card, onSilent }: AnswersProps) {
  const t = useT();
  const router = useRouter();
  const [decline] = useMutation(DeclineCallDocument, { variables: { callId } });
  const answer = (how: "camera" | "sound") => {
    onSilent();
    leaveCall(); // as the button said
    answered.set({ callId, how });
    router.push(callPath(call.event.slug, callId));
  };
  const refuse = () => {
    onSilent();
    // Unheard, it would ring out by itself.
    decline().catch(() => undefined);
  };
  const usual = call.cameraOff ? "sound" : "camera";
  // A key that was meant for the call one is in does not end it.
  const keys = { onAnswer: current ? null : () => answer(usual), onDecline: refuse };
  useRingKeys(card, first ? keys : null);
  const hint = (key: string) => first && <Kbd className="max-md:hidden">{key}</Kbd>;
  const button = (how: "camera" | "sound", icon: LucideIcon, label: string) => (
    <Button
      variant={how === usual ? "accent" : "outline"}
      aria-keyshortcuts={first && how === usual && !current ? "A" : undefined}
      className={cn(how === usual && "order-first")}
      onClick={() => answer(how)}
    >
      <Icon icon={icon} />
      {label}
      {how === usual && !current && hint("A")}
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
