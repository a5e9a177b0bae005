"use client";

import { useState } from "react";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Confirm } from "@/components/ui/confirm";
import { toast } from "@/components/ui/toast";
import type { LiveEvent } from "@/features/live-event";
import { CancelEvent, Publishers, PublishEvent } from "@/gen/operations/organiser";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { useUser } from "@/lib/session";
import { useAnswer, useSend } from "@/lib/use-answer";

const tones = { draft: "outline", published: "present", cancelled: "neutral" } as const;

export function StatusBadge({ status }: { status: LiveEvent["status"] }) {
  const t = useT();
  return <Badge tone={tones[status]}>{t("events.status", { status })}</Badge>;
}

/** Where the event stands, and the one step from there. */
export function EventStatusCard({ event }: { event: LiveEvent }) {
  const t = useT();
  const { status, name, registeredCount: count } = event;
  const mayPublish = useMayPublish();
  if (event.takenDown !== null) return <TakenDownCard reason={event.takenDown} />;
  return (
    <Card className="flex flex-wrap items-center gap-x-4 gap-y-3 p-5 max-md:p-4">
      <StatusBadge status={status} />
      <p className="min-w-60 flex-1 text-14 text-muted">
        {status === "draft" && t("organiser.draftBody")}
        {status !== "published" && mayPublish === false && ` ${t("organiser.notPublisher")}`}
        {status === "published" && t("organiser.publishedBody", { count })}
        {status === "cancelled" && t("organiser.cancelledBody")}
      </p>
      {status === "published" ? (
        <CancelButton event={event} />
      ) : mayPublish === false ? (
        <CopyLink />
      ) : (
        <PublishButton key={name} event={event} />
      )}
    </Card>
  );
}

/** Whether this installation lets whoever looks publish; null while that is not known. The server decides again. */
export function useMayPublish(): boolean | null {
  const user = useUser();
  const { data } = useAnswer(Publishers, user && { userIds: [user.id] });
  return data ? data.publishers.length > 0 : null;
}

function TakenDownCard({ reason }: { reason: string }) {
  const t = useT();
  return (
    <Card className="flex flex-wrap items-center gap-x-4 gap-y-3 p-5 max-md:p-4">
      <Badge tone="warn">{t("organiser.takenDown")}</Badge>
      <p className="min-w-60 flex-1 text-14 text-muted">
        {t("organiser.takenDownBody", { reason })}
        <span className="block">{t("organiser.takenDownNext")}</span>
      </p>
    </Card>
  );
}

function CopyLink() {
  const t = useT();
  const copy = () =>
    navigator.clipboard
      .writeText(location.href)
      .then(() => toast({ tone: "success", title: t("organiser.linkCopied") }), failed);
  return (
    <Button variant="outline" onClick={() => void copy()}>
      {t("organiser.copyLink")}
    </Button>
  );
}

/** Asks, publishes, says so. The page follows by the push. */
export function PublishButton({ event }: { event: LiveEvent }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const [publish, pending] = useSend(PublishEvent);
  const { id, name, status, visibility } = event;
  const go = () =>
    publish({ eventId: id }).then(
      () => toast({ tone: "success", title: t("organiser.published", { name }) }),
      failed,
    );
  return (
    <>
      <Button
        variant={status === "draft" ? "accent" : "soft"}
        pending={pending}
        onClick={() => setAsking(true)}
      >
        {t(status === "draft" ? "organiser.publish" : "organiser.publishAgain")}
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t("organiser.publishTitle", { name })}
        description={t(visibility === "public" ? "organiser.publishPublic" : "organiser.publishUnlisted")}
        action={t("organiser.publish")}
        onConfirm={go}
      />
    </>
  );
}

function CancelButton({ event }: { event: LiveEvent }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const [cancel, pending] = useSend(CancelEvent);
  const { id, name, registeredCount: count } = event;
  const go = () =>
    cancel({ eventId: id }).then(() => toast({ title: t("organiser.cancelled", { name }) }), failed);
  return (
    <>
      <Button variant="outline" pending={pending} onClick={() => setAsking(true)}>
        {t("organiser.cancelEvent")}
      </Button>
      <Confirm
        danger
        open={asking}
        onOpenChange={setAsking}
        title={t("organiser.cancelTitle", { name })}
        description={t("organiser.cancelBody", { count })}
        action={t("organiser.cancelEvent")}
        onConfirm={go}
      />
    </>
  );
}

function failed(error: unknown): void {
  toast({ tone: "error", title: toProblem(error).message });
}
