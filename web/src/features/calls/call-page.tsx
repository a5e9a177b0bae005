"use client";

import { useEffect } from "react";

import { mainId, NeedsScripts } from "@/components/frame";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useAttend } from "@/features/live-event";
import type { CallInfoFragment } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { useSession } from "@/lib/session";
import { useSignInFirst } from "@/lib/use-sign-in-first";
import { useStore } from "@/lib/use-store";

import { Arrival, Joining } from "./arrival";
import { CallOver } from "./call-over";
import { CallRoom } from "./call-room";
import { shownCall } from "./calls";
import { companyOf, namesOf } from "./company";
import { answered, ended, ongoing } from "./ongoing";
import { useCall } from "./use-call";

/** One call, from the device check to the calm after it. Takes the whole window. */
export function CallPage({ callId }: { callId: string }) {
  const t = useT();
  const session = useSession();
  const { data, problem, retry } = useCall(session.status === "in" ? callId : null);
  useSignInFirst(session.status === "out");
  const current = useStore(ongoing, null);
  // Who comes back to the call waits for nothing.
  const call = data?.call ?? (current?.call.id === callId ? current.call : null);
  if (session.status === "in" && call) return <Parts key={callId} call={call} me={session.user.id} />;
  if (problem) {
    const isThere = problem.code !== "not_found";
    return (
      <main id={mainId} tabIndex={-1}>
        <ErrorState
          titleAs="h1"
          title={isThere ? undefined : t("video.over", { why: "not_found", names: "" })}
          message={isThere ? problem.message : t("video.overBody", { why: "not_found" })}
          onRetry={isThere ? retry : undefined}
          className="py-32"
        />
      </main>
    );
  }
  return (
    <main id={mainId} tabIndex={-1} className="noscript:py-16">
      <NeedsScripts />
      <Loading className="noscript:hidden">
        <div className="grid h-dvh place-items-center px-8 py-20">
          <Skeleton className="aspect-video h-full max-w-full rounded-card" />
        </div>
      </Loading>
    </main>
  );
}

function Parts({ call, me }: { call: CallInfoFragment; me: string }) {
  useAttend(call.event.id, me);
  const current = useStore(ongoing, null);
  const last = useStore(ended, null);
  const answer = useStore(answered, null);
  const wanted = answer?.callId === call.id;
  const mine = current?.call.id === call.id ? current : null;
  const before = last?.call.id === call.id ? last : null;
  const end = before ?? (call.endedAt ? { over: "expired" as const, lasted: 0 } : null);
  const isOver = !mine && !wanted && end !== null;
  // For as long as this page shows the call, the dock does not ring for it; who has left it may be rung again.
  useEffect(() => {
    shownCall.set(isOver ? null : call.id);
    return () => shownCall.set(null);
  }, [call.id, isOver]);
  const live = useStore(mine?.live.state ?? none);
  if (mine && live?.phase === "in")
    return <CallRoom call={call} me={me} live={live} onLeave={() => mine.live.leave()} />;
  if (mine) return <Joining />;
  if (!isOver) return <Arrival call={call} me={me} />;
  const others = companyOf(call, me);
  return <CallOver {...{ call, me, others, names: namesOf(others), over: end.over, lasted: end.lasted }} />;
}

const none = { get: () => null, subscribe: () => () => undefined };
