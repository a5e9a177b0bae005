"use client";

import { LayoutGrid, Presentation } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Segmented } from "@/components/ui/segmented";
import type { CallInfoFragment } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { useConnection } from "@/lib/socket";
import type { Call } from "@/rtc";

import { CallFoot } from "./call-foot";
import { CallHead, FullScreenButton } from "./call-head";
import type { CallSignalling } from "./call-signalling";
import { Controls } from "./controls";
import { MediaProblemNote } from "./media-problem";
import { MoreMenu } from "./more-menu";
import { Sounds } from "./sounds";
import { Stage } from "./stage";
import { useCallKeys } from "./use-call-keys";
import { keepPart } from "./use-local";
import { useReadable } from "./use-readable";
import { useSeats, type Seat } from "./use-seats";

type CallRoomProps = {
  call: CallInfoFragment;
  names: string;
  me: string;
  rtc: Call;
  signalling: CallSignalling;
  onLeave: () => void;
  onMet: () => void;
};

/** The call itself: pictures in the middle, what can be done below. */
export function CallRoom({ call, names, me, rtc, signalling, onLeave, onMet }: CallRoomProps) {
  const t = useT();
  const root = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState<"share" | "grid">("share");
  const seen = useSeen(signalling);
  const met = [...seen].some((user) => user !== me);
  useEffect(() => {
    if (met) onMet();
  }, [met, onMet]);
  const ringing = !met && me === call.caller.id;
  const seats = useSeats(call, me, rtc, signalling, seen, ringing);
  const { peers } = useReadable(rtc.state);
  const sharer =
    seats.find((seat) => seat.screen !== null && !seat.me) ?? seats.find((seat) => seat.screen !== null);
  useKept(call.id, rtc);
  const talking = useCallKeys(rtc.local);
  return (
    <div
      ref={root}
      className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[52px_minmax(0,1fr)_auto] bg-background"
    >
      <CallHead event={call.event} names={names} since={met ? call.startedAt : null}>
        {sharer && <Sharing seat={sharer} />}
        {sharer && (
          <Segmented
            label={t("video.layout")}
            value={layout}
            onValueChange={setLayout}
            className="max-md:hidden"
            segments={[
              { value: "share", label: <Labelled icon={Presentation} text={t("video.sharedScreen")} /> },
              { value: "grid", label: <Labelled icon={LayoutGrid} text={t("video.grid")} /> },
            ]}
          />
        )}
        <FullScreenButton target={root} />
      </CallHead>
      <main
        id="main"
        tabIndex={-1}
        className="relative flex min-h-0 flex-col px-8 pt-5 pb-2 max-md:px-4 max-md:pt-2"
      >
        <Notices rtc={rtc} ringing={ringing} names={names} />
        <Stage seats={seats} screen={layout === "share" ? (sharer ?? null) : null} />
      </main>
      <CallFoot rtc={rtc} talking={talking}>
        <Controls
          local={rtc.local}
          leaveLabel={t(ringing ? "video.cancelCall" : "video.leave")}
          onLeave={onLeave}
          more={<MoreMenu rtc={rtc} others={seats.filter((seat) => !seat.me)} onLeave={onLeave} />}
        />
      </CallFoot>
      <Sounds rtc={rtc} peers={peers} />
    </div>
  );
}

function Labelled({ icon, text }: { icon: typeof LayoutGrid; text: string }) {
  return (
    <>
      <Icon icon={icon} />
      {text}
    </>
  );
}

function Sharing({ seat }: { seat: Seat }) {
  const t = useT();
  return (
    <span className="flex items-center gap-2 text-13 text-muted max-lg:hidden">
      <Avatar id={seat.person.id} name={seat.person.name} size={24} decorative />
      {seat.me ? t("video.youShare") : t("video.sharing", { name: seat.person.name.split(" ")[0] })}
    </span>
  );
}

/** What keeps the call from being as it should be, in one sentence each. */
function Notices({ rtc, ringing, names }: { rtc: Call; ringing: boolean; names: string }) {
  const t = useT();
  const { microphone, camera, screen } = useReadable(rtc.local.state);
  const { status } = useConnection();
  const { local } = rtc;
  const away = status === "offline" || status === "reconnecting";
  return (
    // Over the pictures, not above them: what comes and goes must not move anybody.
    <div className="absolute inset-x-4 top-2 z-10 mx-auto flex w-fit max-w-[640px] flex-col gap-2">
      {ringing && (
        <div role="status" className="rounded-card bg-surface px-4 py-2 text-center hairline">
          <p className="text-16 font-semibold">{t("video.waiting", { names })}</p>
          <p className="text-13 text-muted">{t("video.waitingHint")}</p>
        </div>
      )}
      {away && (
        <p role="status" className="rounded-card bg-sunken px-3 py-2 text-center text-13">
          {t(status === "offline" ? "video.offline" : "video.relayLost")}
        </p>
      )}
      {microphone.problem && (
        <MediaProblemNote problem={microphone.problem} onRetry={() => void local.setMicrophone(true)} />
      )}
      {camera.problem && (
        <MediaProblemNote problem={camera.problem} onRetry={() => void local.setCamera(true)} />
      )}
      {screen.problem && <MediaProblemNote problem={screen.problem} />}
    </div>
  );
}

/** Everybody who has been here while this page was. */
function useSeen(signalling: CallSignalling): ReadonlySet<string> {
  const [seen, setSeen] = useState<ReadonlySet<string>>(() => new Set(signalling.seats.get().values()));
  useEffect(() => {
    const look = () =>
      setSeen((before) => {
        const after = new Set([...before, ...signalling.seats.get().values()]);
        return after.size === before.size ? before : after;
      });
    look();
    return signalling.seats.subscribe(look);
  }, [signalling]);
  return seen;
}

/** A reload comes back with the same microphone and camera. */
function useKept(callId: string, rtc: Call): void {
  const { muted, camera } = useReadable(rtc.local.state);
  useEffect(() => keepPart(callId, { muted, camera: camera.on }), [callId, muted, camera.on]);
}
