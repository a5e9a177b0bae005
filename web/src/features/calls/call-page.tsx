"use client";

import { useQuery } from "@apollo/client/react";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";

import { mainId, NeedsScripts } from "@/components/frame";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useAttend } from "@/features/live-event";
import { CallByIdDocument, type CallInfoFragment } from "@/gen/graphql";
import { useWindowEvent } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { useSession } from "@/lib/session";
import { useSignInFirst } from "@/lib/use-sign-in-first";

import { CallAttempt } from "./call-attempt";
import { CallOver } from "./call-over";
import { shownCall } from "./calls";
import { companyOf, namesOf } from "./company";
import type { Over } from "./live-call";
import { keptPart, type Start } from "./use-local";

/** One call, from the device check to the calm after it. Takes the whole window. */
export function CallPage({ callId }: { callId: string }) {
  const t = useT();
  const session = useSession();
  const { data, error, refetch } = useQuery(CallByIdDocument, {
    variables: { id: callId },
    fetchPolicy: "network-only",
    skip: session.status !== "in",
  });
  useSignInFirst(session.status === "out");
  // Taken out of the browser's cupboard, its call is long over: begin anew.
  useWindowEvent("pageshow", (event) => event.persisted && window.location.reload());
  // For as long as this page is there, the dock does not ring for this call.
  useEffect(() => {
    shownCall.set(callId);
    return () => shownCall.set(null);
  }, [callId]);
  // Rung again and answered, one comes anew.
  const ring = useSearchParams().get("ring") ?? "";
  if (session.status === "in" && data)
    return <Parts key={`${callId} ${ring}`} call={data.call} me={session.user.id} />;
  if (error) {
    const problem = toProblem(error);
    const isThere = problem.code !== "not_found";
    return (
      <main id="main" tabIndex={-1}>
        <ErrorState
          titleAs="h1"
          title={isThere ? undefined : t("video.over", { why: "not_found", names: "" })}
          message={isThere ? problem.message : t("video.overBody", { why: "not_found" })}
          onRetry={isThere ? () => void refetch() : undefined}
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
  const others = companyOf(call, me);
  const names = namesOf(others);
  const answer = useSearchParams().get("with");
  const [attempt, setAttempt] = useState(0);
  const [end, setEnd] = useState<{ over: Over; lasted: number } | null>(
    call.endedAt ? { over: "expired", lasted: 0 } : null,
  );
  const [start] = useState(() => startOf(call, me, answer));
  const over = useCallback((why: Over, lasted: number) => setEnd({ over: why, lasted }), []);
  // Who has left may be rung again into the same call.
  useEffect(() => shownCall.set(end ? null : call.id), [end, call.id]);
  if (end) {
    const again = () => {
      setEnd(null);
      setAttempt((before) => before + 1);
    };
    return (
      <CallOver
        call={call}
        others={others}
        names={names}
        over={end.over}
        lasted={end.lasted}
        onRejoin={again}
      />
    );
  }
  return (
    <CallAttempt
      key={attempt}
      call={call}
      names={names}
      me={me}
      start={start.part}
      check={start.check && attempt === 0}
      onOver={over}
    />
  );
}

/** How to begin: as before a reload; as one has answered; the caller at once, for it rings already; else by the check. */
function startOf(call: CallInfoFragment, me: string, answer: string | null): { part: Start; check: boolean } {
  const kept = keptPart(call.id);
  if (kept) return { part: kept, check: false };
  if (answer === "camera" || answer === "sound")
    return { part: { camera: answer === "camera", muted: false }, check: false };
  return { part: { camera: !call.cameraOff, muted: false }, check: call.caller.id !== me };
}
