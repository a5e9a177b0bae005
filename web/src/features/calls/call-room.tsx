"use client";

import { LayoutGrid, Presentation } from "lucide-react";
import { useRef, useState } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Segmented } from "@/components/ui/segmented";
import type { CallInfoFragment } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { useStore } from "@/lib/use-store";

import { AddPeopleButton, AddPeopleDialog } from "./add-people";
import { CallFoot } from "./call-foot";
import { CallHead, FullScreenButton } from "./call-head";
import { CallNotices } from "./call-notices";
import { companyOf, namesOf, room } from "./company";
import { Controls } from "./controls";
import type { LiveIn } from "./live-call";
import { MoreMenu } from "./more-menu";
import { nobody } from "./seats";
import { Stage } from "./stage";
import { useCallKeys } from "./use-call-keys";
import { useGoing, useRingNews, useWaiting } from "./use-ongoing-call";
import { screensOf, useSeats, type Seat } from "./use-seats";

type CallRoomProps = {
  call: CallInfoFragment;
  me: string;
  live: LiveIn;
  onLeave: () => void;
};

/** The call itself: pictures in the middle, what can be done below. */
export function CallRoom({ me, live, onLeave, ...props }: CallRoomProps) {
  const t = useT();
  const { rtc, signalling, company } = live;
  const call = useGoing(props.call, signalling);
  const [adding, setAdding] = useState(false);
  useRingNews(call, adding);
  const root = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState<Layout>("share");
  const seen = useStore(company.seen);
  const met = seen.size > 0;
  const waiting = useWaiting(call, me, live);
  const seats = useSeats(call, me, live);
  const present = new Set(useStore(signalling.seats, nobody).values());
  const full = room(present, call.rings) === 0;
  const [looksAt, setLooksAt] = useState<string | null>(null);
  const { shown, others: alsoShared } = screensOf(seats, looksAt);
  const showsScreen = layout === "share" && shown !== null;
  const talking = useCallKeys(rtc.local);
  const leaveLabel = t(waiting.length ? "video.cancelCall" : "video.leave");
  const add = () => setAdding(true);
  return (
    <div
      ref={root}
      className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[52px_minmax(0,1fr)_auto] bg-background"
    >
      <CallHead event={call.event} names={namesOf(companyOf(call, me))} since={met ? call.startedAt : null}>
        {shown && <Sharing seat={shown} layout={layout} onLayout={setLayout} />}
        <FullScreenButton target={root} />
      </CallHead>
      <main
        id="main"
        tabIndex={-1}
        className="relative flex min-h-0 flex-col px-8 pt-5 pb-2 max-md:px-4 max-md:pt-2"
      >
        <CallNotices
          call={call}
          live={live}
          ringing={namesOf(waiting)}
          onLeave={onLeave}
          apart={showsScreen}
        />
        <Stage
          seats={seats}
          screen={showsScreen ? shown : null}
          screens={alsoShared}
          onScreen={(seat) => setLooksAt(seat.person.id)}
        />
      </main>
      <CallFoot rtc={rtc} talking={talking}>
        <Controls local={rtc.local} leaveLabel={leaveLabel} onLeave={onLeave}>
          <AddPeopleButton full={full} onOpen={add} />
          <MoreMenu {...{ rtc, onLeave, full }} others={seats.filter((seat) => !seat.me)} onAdd={add} />
        </Controls>
      </CallFoot>
      <AddPeopleDialog open={adding} onOpenChange={setAdding} {...{ call, me, present }} />
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
