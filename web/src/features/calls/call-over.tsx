"use client";

import { ArrowLeft, MessageSquare, Phone } from "lucide-react";
import { useRouter } from "next/navigation";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toast";
import type { CallInfoFragment } from "@/gen/graphql";
import { RoomAfterCall } from "@/gen/operations/calls";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { duration } from "@/lib/time";
import { useSend } from "@/lib/use-answer";

import { useStartCall } from "./calls";
import { mostInCall, type CallPerson } from "./company";
import { mayLeaveCall } from "./leave-first";
import type { Over } from "./live-call";
import { enterCall } from "./enter-call";
import { openDevices } from "./use-local";

type CallOverProps = {
  call: CallInfoFragment;
  me: string;
  others: readonly CallPerson[];
  names: string;
  over: Over;
  /** ms that one was together with somebody; 0 when nobody came. */
  lasted: number;
};

/** Over again, from here: what may follow each end. */
const comesBack: ReadonlySet<Over> = new Set<Over>(["hung-up", "elsewhere", "alone", "moved", "refused"]);
const callsAgain: ReadonlySet<Over> = new Set<Over>([
  "declined",
  "unanswered",
  "cancelled",
  "left",
  "expired",
]);

/** The calm after a call: what happened, and where to go from here. */
export function CallOver({ call, me, others, names, over, lasted }: CallOverProps) {
  const t = useT();
  const startCall = useStartCall();
  const rejoin = async () => {
    if (await mayLeaveCall()) enterCall(call, me, openDevices({ camera: !call.cameraOff, muted: false }));
  };
  const ended = over === "hung-up" && lasted === 0 ? "cancelled" : over;
  return (
    <main id="main" tabIndex={-1} className="grid min-h-dvh place-items-center bg-background px-4">
      <div className="flex max-w-[400px] flex-col items-center text-center">
        <span className="flex gap-2" aria-hidden>
          {others.map((person) => (
            <Avatar key={person.id} id={person.id} name={person.name} size={56} decorative />
          ))}
        </span>
        <h1 className="mt-5 text-28 font-semibold">{t("video.over", { why: ended, names })}</h1>
        {(lasted === 0 || ended === "alone") && (
          <p className="mt-2 text-14 text-muted">{t("video.overBody", { why: ended })}</p>
        )}
        {lasted > 0 && (
          <p className="mt-2 text-14 text-muted">{t("video.lasted", { time: duration(lasted) })}</p>
        )}
        <div className="mt-6 flex flex-wrap justify-center gap-2">
          {others.length === 1 && others[0] && <Message person={others[0]} slug={call.event.slug} />}
          {callsAgain.has(ended) && (
            <Button
              variant="outline"
              size="lg"
              onClick={() =>
                void startCall(
                  call.event.id,
                  others.slice(0, mostInCall - 1).map((person) => person.id),
                )
              }
            >
              <Icon icon={Phone} />
              {t("video.callAgain")}
            </Button>
          )}
          {comesBack.has(ended) && (
            <Button variant="outline" size="lg" onClick={() => void rejoin()}>
              {t(ended === "moved" ? "video.takeHere" : "video.rejoin")}
            </Button>
          )}
          <Button asChild variant="accent" size="lg">
            <Link href={`/e/${call.event.slug}/lobby`}>
              <Icon icon={ArrowLeft} />
              {t("video.toEvent", { event: call.event.name })}
            </Link>
          </Button>
        </div>
      </div>
    </main>
  );
}

function Message({ person, slug }: { person: CallPerson; slug: string }) {
  const t = useT();
  const router = useRouter();
  const [open, pending] = useSend(RoomAfterCall);
  const go = async () => {
    try {
      const { directRoom } = await open({ personId: person.id });
      router.push(`/e/${slug}/messages/${directRoom.id}`);
    } catch (error) {
      toast({ tone: "error", title: t("video.messageFailed"), body: toProblem(error).message });
    }
  };
  return (
    <Button variant="outline" size="lg" pending={pending} onClick={() => void go()}>
      <Icon icon={MessageSquare} />
      {t("video.message", { name: person.name.split(" ")[0] })}
    </Button>
  );
}
