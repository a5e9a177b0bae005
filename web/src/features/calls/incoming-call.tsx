"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { Bell, BellOff, Mic, PhoneOff, Video } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useId } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { announce } from "@/components/ui/live-region";
import { Tooltip } from "@/components/ui/tooltip";
import { TeamBadge } from "@/features/live-event";
import { CallByIdDocument, DeclineCallDocument, type CallInfoFragment } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { useStore } from "@/lib/use-store";

import { callPath } from "./calls";
import { companyOf, ringerOf } from "./company";
import type { Rung } from "./rings";
import { ringMuted, setRingMuted } from "./tone";

export type IncomingCallProps = {
  ring: Rung;
  me: string;
  /** It was answered, one way or another: it need not ring on. */
  onSilent: () => void;
};

/** Somebody calls: who, from where, and the three answers. Takes no focus away from what is being typed. */
export function IncomingCall({ ring, me, onSilent }: IncomingCallProps) {
  const { callId, nth } = ring;
  const t = useT();
  const title = useId();
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
    if (name) announce(t("video.callsYou", { name }), "assertive");
  }, [name, t]);
  if (!call || !ringer || !name) return null;
  const company = companyOf(call, me).length;
  return (
    <section
      role="alertdialog"
      aria-labelledby={title}
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
      <Answers ring={ring} call={call} onSilent={onSilent} />
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

/** With sound, with camera, or not at all; people who have just met are offered the sound first. */
function Answers({
  ring: { callId, nth },
  call,
  onSilent,
}: Pick<IncomingCallProps, "ring" | "onSilent"> & { call: CallInfoFragment }) {
  const t = useT();
  const router = useRouter();
  const [decline] = useMutation(DeclineCallDocument, { variables: { callId } });
  const answer = (how: "camera" | "sound") => {
    onSilent();
    router.push(callPath(call.event.slug, callId, { how, nth }));
  };
  const refuse = () => {
    onSilent();
    // Unheard, it would ring out by itself.
    decline().catch(() => undefined);
  };
  return (
    <div className="mt-4 grid grid-cols-2 gap-2 [&_button]:h-9 [&_button]:px-2">
      <Button variant={call.cameraOff ? "accent" : "outline"} onClick={() => answer("sound")}>
        <Icon icon={Mic} />
        {t("video.answerSound")}
      </Button>
      <Button
        variant={call.cameraOff ? "outline" : "accent"}
        className={call.cameraOff ? undefined : "order-first"}
        onClick={() => answer("camera")}
      >
        <Icon icon={Video} />
        {t("video.answerCamera")}
      </Button>
      <Button className="col-span-2" onClick={refuse}>
        <Icon icon={PhoneOff} />
        {t("video.decline")}
      </Button>
    </div>
  );
}
