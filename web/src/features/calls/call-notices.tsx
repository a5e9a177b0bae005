"use client";

import { useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { usePassFocus } from "@/components/ui/return-focus";
import type { CallInfoFragment } from "@/gen/graphql";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { useConnection } from "@/lib/socket";
import { useStore } from "@/lib/use-store";
import type { MediaProblem } from "@/rtc";

import { everybody, namesOf } from "./company";
import type { CompanyWatch } from "./company-watch";
import type { LiveIn } from "./live-call";
import { MediaProblemNote } from "./media-problem";

type CallNoticesProps = {
  call: CallInfoFragment;
  live: LiveIn;
  /** For whom one waits. */
  ringing: string;
  onLeave: () => void;
  /** Beside what is shown, never over it: a shared screen is read, and must not be covered. */
  apart: boolean;
};

/** What keeps the call from being as it should be, in one sentence each. */
export function CallNotices({ call, live: { rtc, company }, ringing, onLeave, apart }: CallNoticesProps) {
  const t = useT();
  const { microphone, camera, screen } = useStore(rtc.local.state);
  const { status } = useConnection();
  const { local } = rtc;
  const away = status === "offline" || status === "reconnecting";
  const closable = useClosable();
  return (
    <div
      className={cn(
        "mx-auto flex w-fit max-w-[640px] flex-col gap-2",
        // Over the faces, not above them: what comes and goes must not move anybody.
        apart ? "shrink-0 not-empty:pb-3" : "absolute inset-x-4 top-2 z-10",
      )}
    >
      {ringing && (
        <div role="status" className="rounded-card bg-surface px-4 py-2 text-center hairline">
          <p className="text-16 font-semibold">{t("video.waiting", { names: ringing })}</p>
          <p className="text-13 text-muted">{t("video.waitingHint")}</p>
        </div>
      )}
      {away && (
        <p role="status" className="rounded-card bg-sunken px-3 py-2 text-center text-13">
          {t(status === "offline" ? "video.offline" : "video.relayLost")}
        </p>
      )}
      <AloneNote call={call} company={company} onLeave={onLeave} />
      {closable(microphone.problem, () => void local.setMicrophone(true))}
      {closable(camera.problem, () => void local.setCamera(true))}
      {closable(screen.problem)}
    </div>
  );
}

/** Notes on devices, each until it is closed; the next problem is another one. */
function useClosable() {
  const [closed, setClosed] = useState<readonly MediaProblem[]>([]);
  return (problem: MediaProblem | null, onRetry?: () => void) =>
    problem &&
    !closed.includes(problem) && (
      <MediaProblemNote
        key={problem.kind}
        problem={problem}
        onRetry={onRetry}
        onClose={() => setClosed((before) => [...before.slice(-2), problem])}
      />
    );
}

type AloneNoteProps = { call: CallInfoFragment; company: CompanyWatch; onLeave: () => void };

/** Everybody else has left: who, and what becomes of the call. */
function AloneNote({ call, company, onLeave }: AloneNoteProps) {
  const alone = useStore(company.alone);
  if (!alone || alone.until === null) return null;
  return <Alone left={whoLeft(call, alone.left)} onLeave={onLeave} onStay={() => company.stay()} />;
}

type AloneProps = { left: ReturnType<typeof whoLeft>; onLeave: () => void; onStay: () => void };

function Alone({ left, onLeave, onStay }: AloneProps) {
  const t = useT();
  const note = useRef<HTMLDivElement>(null);
  usePassFocus(note);
  return (
    <div
      ref={note}
      role="status"
      className="rounded-card bg-surface px-4 py-3 text-center hairline forced-colors:border"
    >
      <p className="text-16 font-semibold">{t("video.whoLeft", left)}</p>
      <p className="text-13 text-muted">{t("video.aloneHint")}</p>
      <div className="mt-2 flex justify-center gap-2">
        <Button variant="soft" onClick={onLeave}>
          {t("video.leaveNow")}
        </Button>
        <Button variant="ghost" onClick={onStay}>
          {t("video.stay")}
        </Button>
      </div>
    </div>
  );
}

/** Values for the sentence that names who has left. */
export function whoLeft(call: CallInfoFragment, left: readonly string[]): { count: number; names: string } {
  const people = everybody(call).filter((person) => left.includes(person.id));
  return { count: people.length, names: namesOf(people) };
}
