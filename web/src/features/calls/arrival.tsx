"use client";

import { useEffect, useState } from "react";

import { mainId } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Spinner } from "@/components/ui/spinner";
import type { CallInfoFragment } from "@/gen/graphql";
import { useT } from "@/lib/i18n";

import { CallHead } from "./call-head";
import { callPath } from "./calls";
import { companyOf, namesOf } from "./company";
import { DeviceCheck } from "./device-check";
import { leaveEverywhere, useInCall, type InCall } from "./elsewhere";
import { enterCall } from "./enter-call";
import { answered, ongoing } from "./ongoing";
import { keptPart, type Start } from "./part";
import { openDevices, useLocal } from "./use-local";

type ArrivalProps = { call: CallInfoFragment; me: string };

/** Coming into a call: out of another one if need be, then by a look into the mirror, or at once. */
export function Arrival({ call, me }: ArrivalProps) {
  const other = useInCall();
  const [{ part, check }] = useState(() => startOf(call, me));
  // The same call in another tab is taken over from there.
  if (other && other.call.id !== call.id) return <OtherCall call={call} other={other} />;
  return check ? <Check {...{ call, me, part }} /> : <AtOnce {...{ call, me, part }} />;
}

type StartProps = ArrivalProps & { part: Start };

function Check({ call, me, part }: StartProps) {
  const { local, take } = useLocal(part);
  const names = namesOf(companyOf(call, me));
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[52px_1fr] bg-background">
      <CallHead event={call.event} names={names} since={null} />
      <main id={mainId} tabIndex={-1}>
        {local && (
          <DeviceCheck
            local={local}
            names={names}
            eventName={call.event.name}
            cameraOff={call.cameraOff}
            onJoin={() => {
              take();
              enterCall(call, me, local);
            }}
          />
        )}
      </main>
    </div>
  );
}

function AtOnce({ call, me, part }: StartProps) {
  // The call is outside React; what is mounted twice, as in development, comes in once.
  useEffect(() => {
    answered.set(null);
    if (!ongoing.get()) enterCall(call, me, openDevices(part));
  }, [call, me, part]);
  return <Joining />;
}

/** Until the server has let us in. */
export function Joining() {
  const t = useT();
  return (
    <div role="status" className="grid h-dvh place-items-center bg-background">
      <span className="flex items-center gap-2 text-muted">
        <Spinner />
        {t("video.joining")}
      </span>
    </div>
  );
}

/** One is in another call: which of the two it is to be. */
function OtherCall({ call, other }: { call: CallInfoFragment; other: InCall }) {
  const t = useT();
  return (
    <main id={mainId} tabIndex={-1} className="grid min-h-dvh place-items-center bg-background px-4">
      <div className="max-w-[420px] text-center">
        <h1 className="text-28 font-semibold">{t("video.leaveFirst")}</h1>
        <p className="mt-2 text-14 text-muted">
          {t("video.leaveFirstBody", { names: namesOf(companyOf(other.call, other.me)) })}
        </p>
        <div className="mt-6 flex flex-wrap justify-center gap-2">
          <Button variant="outline" size="lg" onClick={() => leaveEverywhere(call.id)}>
            {t("video.leaveFirstJoin", { names: namesOf(companyOf(call, other.me)) })}
          </Button>
          <Button asChild variant="accent" size="lg">
            <Link href={callPath(other.call.event.slug, other.call.id)}>{t("video.backToCall")}</Link>
          </Button>
        </div>
      </div>
    </main>
  );
}

/**
 * How to begin: as before a reload; as one has answered; the caller at once, for it rings already; else, and for who
 * comes back after leaving, by the check.
 */
function startOf(call: CallInfoFragment, me: string): { part: Start; check: boolean } {
  const answer = answered.get();
  if (answer?.callId === call.id)
    return { part: { camera: answer.how === "camera", muted: false }, check: false };
  const kept = keptPart(call.id);
  if (kept && kept !== "left") return { part: kept, check: false };
  const check = kept === "left" || call.caller.id !== me;
  return { part: { camera: !call.cameraOff, muted: false }, check };
}
