"use client";

import { LayoutGrid, Presentation } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Segmented } from "@/components/ui/segmented";
import type { CallInfoFragment } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { useStore } from "@/lib/use-store";
import type { Call } from "@/rtc";

import { AddPeopleButton, AddPeopleDialog } from "./add-people";
import { CallFoot } from "./call-foot";
import { CallHead, FullScreenButton } from "./call-head";
import { CallNotices } from "./call-notices";
import type { CallSignalling } from "./call-signalling";
import { companyOf, namesOf, ringOf, room } from "./company";
import { Controls } from "./controls";
import { MoreMenu } from "./more-menu";
import { nobody } from "./seats";
import { Sounds } from "./sounds";
import { Stage } from "./stage";
import { useCallKeys } from "./use-call-keys";
import { keepPart } from "./use-local";
import { useGoing, useRingNews } from "./use-ongoing-call";
import { useSeats, type Seat } from "./use-seats";

type CallRoomProps = {
  call: CallInfoFragment;
  me: string;
  rtc: Call;
  signalling: CallSignalling;
  onLeave: () => void;
  onMet: () => void;
};

/** The call itself: pictures in the middle, what can be done below. */
export function CallRoom({ me, rtc, signalling, onLeave, onMet, ...props }: CallRoomProps) {
  const t = useT();
  const call = useGoing(props.call, signalling);
  const [adding, setAdding] = useState(false);
  useRingNews(call, adding);
  const root = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState<Layout>("share");
  const seen = useSeen(signalling);
  const met = useMet(seen, me, onMet);
  const company = companyOf(call, me);
  const waiting = met ? [] : company.filter(({ id }) => ringOf(call.rings, id)?.state === "ringing");
  const seats = useSeats(call, me, rtc, signalling, seen);
  const present = new Set(useStore(signalling.seats, nobody).values());
  const full = room(present, call.rings) === 0;
  const { peers } = useStore(rtc.state);
  const sharing = seats.filter((seat) => seat.screen !== null);
  const sharer = sharing.find((seat) => !seat.me) ?? sharing[0] ?? null;
  useKept(call.id, rtc);
  const talking = useCallKeys(rtc.local);
  const add = () => setAdding(true);
  return (
    <div
      ref={root}
      className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[52px_minmax(0,1fr)_auto] bg-background"
    >
      <CallHead event={call.event} names={namesOf(company)} since={met ? call.startedAt : null}>
        {sharer && <Sharing seat={sharer} layout={layout} onLayout={setLayout} />}
        <FullScreenButton target={root} />
      </CallHead>
      <main
        id="main"
        tabIndex={-1}
        className="relative flex min-h-0 flex-col px-8 pt-5 pb-2 max-md:px-4 max-md:pt-2"
      >
        <CallNotices rtc={rtc} ringing={namesOf(waiting)} />
        <Stage seats={seats} screen={layout === "share" ? sharer : null} />
      </main>
      <CallFoot rtc={rtc} talking={talking}>
        <Controls
          local={rtc.local}
          leaveLabel={t(waiting.length ? "video.cancelCall" : "video.leave")}
          onLeave={onLeave}
          more={
            <>
              <AddPeopleButton full={full} onOpen={add} />
              <MoreMenu {...{ rtc, onLeave, full }} others={seats.filter((seat) => !seat.me)} onAdd={add} />
            </>
          }
        />
      </CallFoot>
      <AddPeopleDialog open={adding} onOpenChange={setAdding} {...{ call, me, present }} />
      <Sounds rtc={rtc} peers={peers} />
    </div>
  );
}

type Layout = "share" | "grid";
type SharingProps = { seat: Seat; layout: Layout; onLayout: (layout: Layout) => void };

/** Who shares a screen, and the choice to see everybody alike all the same. */
function Sharing({ seat, layout, onLayout }: SharingProps) {
  const t = useT();
  return (
    <>
      <span className="flex items-center gap-2 text-13 text-muted max-lg:hidden">
        <Avatar id={seat.person.id} name={seat.person.name} size={24} decorative />
        {seat.me ? t("video.youShare") : t("video.sharing", { name: seat.person.name.split(" ")[0] })}
      </span>
      <Segmented
        label={t("video.layout")}
        value={layout}
        onValueChange={onLayout}
        className="max-md:hidden"
        segments={[
          { value: "share", label: <Labelled icon={Presentation} text={t("video.sharedScreen")} /> },
          { value: "grid", label: <Labelled icon={LayoutGrid} text={t("video.grid")} /> },
        ]}
      />
    </>
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

/** Everybody who has been here while this page was. */
function useSeen(signalling: CallSignalling): ReadonlySet<string> {
  const [seen, setSeen] = useState<ReadonlySet<string>>(() => new Set(signalling.seats.get().values()));
  // Each change counts: somebody may have come and gone between two drawings.
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

/** Whether anybody else has been here; says so once. */
function useMet(seen: ReadonlySet<string>, me: string, onMet: () => void): boolean {
  const met = [...seen].some((user) => user !== me);
  // Told upwards once somebody is there: the page around it counts from then.
  useEffect(() => {
    if (met) onMet();
  }, [met, onMet]);
  return met;
}

/** A reload comes back with the same microphone and camera. */
function useKept(callId: string, rtc: Call): void {
  const { muted, camera } = useStore(rtc.local.state);
  // The storage is outside React.
  useEffect(() => keepPart(callId, { muted, camera: camera.on }), [callId, muted, camera.on]);
}
