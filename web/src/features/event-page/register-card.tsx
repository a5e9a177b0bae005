"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

import { Button } from "@/components/ui/button";
import { later } from "@/components/ui/later";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toast";
import { LeaveEvent, LeaveEventTeam, RegisterForEvent } from "@/gen/operations/event-page";
import { cn } from "@/lib/cn";
import { useLatest } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { useSession } from "@/lib/session";

import { admissionOf, type EventView } from "./event-view";

export type RegisterCardProps = { view: EventView; /** After joining or leaving. */ onChange: () => void };

/** Below this share of places, or this many, the card says how few are left. */
const few = { share: 0.1, places: 15 };

/** "Come in": who may, how many places there are, and the one button for it. */
export function RegisterCard({ view, onChange }: RegisterCardProps) {
  const t = useT();
  const { event, phase } = view;
  const admission = admissionOf(view);
  const live = phase === "live";
  const left = event.capacity === null ? null : Math.max(0, event.capacity - event.registeredCount);
  return (
    <section
      aria-labelledby="come-in"
      className="rounded-card bg-surface p-5 shadow-[inset_0_0_0_1px_var(--border),var(--elevation-2)] forced-colors:border"
    >
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="come-in" className="text-16 font-semibold">
          {t("events.cardTitle", { admission })}
        </h2>
        {admission === "open" && (
          <span className="text-13 text-muted">{t(live ? "events.freeOpen" : "events.free")}</span>
        )}
      </div>
      <div className="mt-3 flex items-baseline justify-between gap-3">
        <p className="text-13 text-muted">{t("events.cardBody", { admission })}</p>
        {admission === "open" && left !== null && (
          <span
            className={cn(
              "shrink-0 text-13 tabular-nums",
              left <= Math.max(few.places, (event.capacity ?? 0) * few.share)
                ? "font-medium text-warn-text"
                : "text-muted",
            )}
          >
            {t("events.placesLeft", { count: left })}
          </span>
        )}
      </div>
      {admission === "open" && <Register event={event} live={live} onChange={onChange} />}
      {admission === "in" && <Inside view={view} onChange={onChange} />}
      {admission !== "open" && admission !== "in" && (
        <Button asChild variant="neutral" size="lg" className="mt-4 w-full">
          <Link href={`/e/${event.slug}/agenda`}>{t("events.readAgenda")}</Link>
        </Button>
      )}
    </section>
  );
}

type RegisterProps = { event: EventView["event"]; live: boolean; onChange: () => void };

/**
 * Signed out, the wish is remembered in this tab while they sign in and come back: a link alone, which somebody else
 * could have made, never registers anybody.
 */
function Register({ event, live, onChange }: RegisterProps) {
  const t = useT();
  const router = useRouter();
  const session = useSession();
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const key = `hallway.register.${event.id}`;
  const path = `/e/${event.slug}`;
  const run = async () => {
    setProblem(null);
    setLoading(true);
    try {
      await request(RegisterForEvent, { eventId: event.id });
      onChange();
      if (!live) toast({ title: t("events.registered", { name: event.name }) });
      router.push(`${path}/welcome`);
    } catch (error) {
      setProblem(toProblem(error).message);
      onChange();
    }
    setLoading(false);
  };
  const latest = useLatest(run);
  const signedIn = session.status === "in";
  // Goes on with what was begun before signing in.
  useEffect(() => {
    if (!signedIn || sessionStorage.getItem(key) === null) return;
    sessionStorage.removeItem(key);
    void latest.current();
  }, [signedIn, key, latest]);
  const start = () => {
    if (signedIn) return void run();
    sessionStorage.setItem(key, "1");
    router.push(`/register?next=${encodeURIComponent(path)}`);
  };
  return (
    <>
      <Button
        variant="accent"
        size="lg"
        pending={loading}
        disabled={session.status === "unknown"}
        onClick={start}
        className="mt-4 w-full disabled:opacity-100"
      >
        {t(live ? "events.registerEnter" : "events.register")}
      </Button>
      {problem && (
        <p role="alert" className="mt-2 text-13 text-live-text">
          {problem}
        </p>
      )}
      {/* There from the start, so that nothing moves when it is known that nobody is signed in. */}
      {!signedIn && <p className="mt-3 text-13 text-muted">{t("events.noAccount")}</p>}
    </>
  );
}

function Inside({ view, onChange }: RegisterCardProps) {
  const t = useT();
  const { event, membership, phase } = view;
  const variables = { eventId: event.id };
  const named = { name: event.name };
  return (
    <>
      <Button asChild variant="accent" size="lg" className="mt-4 w-full">
        <Link href={`/e/${event.slug}/lobby`}>
          {t(phase === "live" ? "events.enter" : "events.enterEarly")}
        </Link>
      </Button>
      {membership && membership.roles.length > 0 && (
        // Nobody else has to agree: whoever has a role may drop it.
        <Leave
          action={t("events.leaveTeam")}
          title={t("events.leaveTeamTitle")}
          body={t("events.leaveTeamBody", named)}
          failed={t("events.leaveTeamFailed")}
          onLeave={async () => {
            await request(LeaveEventTeam, variables);
            toast({ title: t("events.leftTeam", named) });
            onChange();
          }}
        />
      )}
      {membership?.registered && membership.roles.length === 0 && (
        <Leave
          action={t("events.leave")}
          title={t("events.leaveTitle")}
          body={t("events.leaveBody", named)}
          failed={t("events.leaveFailed")}
          onLeave={async () => {
            await request(LeaveEvent, variables);
            onChange();
          }}
        />
      )}
    </>
  );
}

const Confirm = later(() => import("@/components/ui/confirm").then((one) => one.Confirm));

type LeaveProps = {
  action: string;
  title: string;
  body: string;
  failed: string;
  onLeave: () => Promise<void>;
};

/** Asks first, and says so if it failed. */
function Leave({ action, title, body, failed, onLeave }: LeaveProps) {
  const session = useSession();
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const run = async () => {
    setLeaving(true);
    try {
      await onLeave();
    } catch (error) {
      toast({ tone: "error", title: failed, body: toProblem(error).message });
    }
    setLeaving(false);
  };
  return (
    <>
      <Button
        variant="ghost"
        pending={leaving}
        disabled={session.status === "unknown"}
        onPointerEnter={Confirm.preload}
        onFocus={Confirm.preload}
        onClick={() => {
          setAsked(true);
          setAsking(true);
        }}
        className="mt-2 w-full disabled:opacity-100"
      >
        {action}
      </Button>
      {/* From the first time on, as it returns the focus. */}
      {asked && (
        <Confirm
          open={asking}
          onOpenChange={setAsking}
          title={title}
          description={body}
          action={action}
          danger
          onConfirm={() => void run()}
        />
      )}
    </>
  );
}
