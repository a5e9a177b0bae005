"use client";

import { Ban, Ellipsis, UserPlus, Waypoints } from "lucide-react";
import { Toolbar } from "radix-ui";
import { useState } from "react";

import { Confirm } from "@/components/ui/confirm";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { toast } from "@/components/ui/toast";
import { BlockCaller } from "@/gen/operations/calls";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { useStore } from "@/lib/use-store";
import type { Call, PeerView } from "@/rtc";

import { mostInCall, type CallPerson } from "./company";
import { controlBox } from "./controls";
import { SignalBars } from "./signal-bars";
import type { Seat } from "./use-seats";

type MoreMenuProps = {
  rtc: Call;
  others: readonly Seat[];
  onLeave: () => void;
  full: boolean;
  onAdd: () => void;
};

/** How good each connection is, and the way out of bad company. */
export function MoreMenu({ rtc, others, onLeave, full, onAdd }: MoreMenuProps) {
  const t = useT();
  const [blocking, setBlocking] = useState<CallPerson | null>(null);
  const { peers } = useStore(rtc.state);
  return (
    <span className={controlBox}>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Toolbar.Button
            aria-label={t("video.more")}
            className="grid h-11 w-12 place-items-center rounded-card hover:bg-hover/60 max-md:w-11"
          >
            <Icon icon={Ellipsis} size={20} />
          </Toolbar.Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent side="top" className="w-72">
          {/* On a phone the row of controls has no room for it. */}
          <div className="md:hidden">
            <DropdownMenuItem icon={UserPlus} disabled={full} onSelect={onAdd}>
              {full ? t("video.fullOf", { count: mostInCall }) : t("video.addPeople")}
            </DropdownMenuItem>
            <DropdownMenuSeparator />
          </div>
          <DropdownMenuLabel>{t("video.connection")}</DropdownMenuLabel>
          {others.map((seat) => (
            <Connection key={seat.person.id} seat={seat} peer={peers.find(({ id }) => id === seat.peerId)} />
          ))}
          <DropdownMenuItem icon={Waypoints} onSelect={() => rtc.restartIce()}>
            {t("video.newPath")}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          {others.map(({ person }) => (
            <DropdownMenuItem key={person.id} icon={Ban} danger onSelect={() => setBlocking(person)}>
              {t("video.block", { name: person.name })}
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
      <Block person={blocking} onClose={() => setBlocking(null)} onLeave={onLeave} />
    </span>
  );
}

function Connection({ seat, peer }: { seat: Seat; peer: PeerView | undefined }) {
  const t = useT();
  const quality = peer?.quality;
  return (
    <div className="flex h-8 items-center gap-2 px-2 text-13">
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {seat.person.name}
      </span>
      <span
        className={cn("flex items-center gap-1.5 text-muted", quality?.level === "poor" && "text-warn-text")}
      >
        {seat.status === "in" && quality && (
          <>
            <SignalBars level={quality.level} />
            {t("video.quality", { level: quality.level })}
            {quality.rttMs !== null && ` ${t("video.milliseconds", { ms: Math.round(quality.rttMs) })}`}
          </>
        )}
      </span>
    </div>
  );
}

function Block({
  person,
  onClose,
  onLeave,
}: {
  person: CallPerson | null;
  onClose: () => void;
  onLeave: () => void;
}) {
  const t = useT();
  const confirm = async () => {
    if (!person) return;
    onLeave(); // first: nobody stays in front of somebody they block
    try {
      await request(BlockCaller, { personId: person.id });
    } catch (error) {
      toast({ tone: "error", title: t("video.blockFailed"), body: toProblem(error).message });
    }
  };
  return (
    <Confirm
      open={person !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("video.blockTitle", { name: person?.name })}
      description={t("video.blockBody")}
      action={t("video.blockAction")}
      danger
      onConfirm={() => void confirm()}
    />
  );
}
