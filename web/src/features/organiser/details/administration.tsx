"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { LiveEvent } from "@/features/live-event";
import {
  EventHostDocument,
  GiveBackEventDocument,
  PublishersDocument,
  SetOrganiserDocument,
  TakeDownEventDocument,
} from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { isBlank } from "@/lib/plain";
import { toProblem } from "@/lib/problem";
import { useUser } from "@/lib/session";

/** As long as a reason may be. */
const longestReason = 300;

/** What administrators decide about an event: whether its host may publish, and whether it is to be seen at all. */
export function Administration({ event }: { event: LiveEvent }) {
  const user = useUser();
  return user?.roles.includes("admin") ? <ForAdministrators event={event} /> : null;
}

function ForAdministrators({ event }: { event: LiveEvent }) {
  const t = useT();
  return (
    <Card className="flex flex-wrap items-center gap-x-4 gap-y-3 p-5 max-md:p-4">
      <div className="min-w-60 flex-1">
        <h2 className="text-14 font-medium">{t("organiser.administration")}</h2>
        <p className="text-13 text-muted">{t("organiser.adminHint")}</p>
      </div>
      <LetPublish slug={event.slug} />
      {event.takenDown !== null && <GiveBack event={event} />}
      {event.takenDown === null && event.status !== "draft" && <TakeDown event={event} />}
    </Card>
  );
}

/** Where publishing is not for everybody: makes the event's host one of those who may, or takes it back. */
function LetPublish({ slug }: { slug: string }) {
  const t = useT();
  const host = useQuery(EventHostDocument, { variables: { slug } }).data?.event.host;
  const { data, refetch } = useQuery(PublishersDocument, {
    variables: { userIds: host ? [host.id] : [] },
    skip: !host,
  });
  const [set, { loading }] = useMutation(SetOrganiserDocument);
  if (!host || !data) return null;
  const { id, name } = host;
  const held = data.publishers.includes(id);
  const change = () =>
    set({ variables: { userId: id, held: !held } }).then(async () => {
      await refetch();
      toast({ title: t(held ? "organiser.mayNotPublishNow" : "organiser.mayPublishNow", { name }) });
    }, failed);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="text-13 wrap-anywhere">{t("organiser.publisher", { name, held: String(held) })}</p>
      <Button variant="outline" pending={loading} onClick={() => void change()}>
        {t(held ? "organiser.stopPublish" : "organiser.letPublish")}
      </Button>
    </div>
  );
}

function TakeDown({ event: { id, name } }: { event: LiveEvent }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [takeDown, { loading }] = useMutation(TakeDownEventDocument);
  const go = () =>
    takeDown({ variables: { eventId: id, reason } }).then(() => {
      setOpen(false);
      toast({ title: t("organiser.tookDown", { name }) });
    }, failed);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="danger">{t("organiser.takeDown")}</Button>
      </DialogTrigger>
      <DialogContent
        modalOnly
        title={t("organiser.takeDownTitle", { name })}
        description={t("organiser.takeDownBody")}
        footer={
          <>
            <DialogClose asChild>
              <Button variant="ghost">{t("common.cancel")}</Button>
            </DialogClose>
            <Button variant="danger" pending={loading} disabled={isBlank(reason)} onClick={() => void go()}>
              {t("organiser.takeDown")}
            </Button>
          </>
        }
      >
        <Field label={t("organiser.takeDownReason")} hint={t("organiser.takeDownReasonHint")}>
          <Input
            value={reason}
            maxLength={longestReason}
            onChange={(change) => setReason(change.target.value)}
            // In the form of the event: Enter must not save that.
            onKeyDown={(key) => key.key === "Enter" && key.preventDefault()}
          />
        </Field>
      </DialogContent>
    </Dialog>
  );
}

function GiveBack({ event: { id, name } }: { event: LiveEvent }) {
  const t = useT();
  const [giveBack, { loading }] = useMutation(GiveBackEventDocument);
  const go = () =>
    giveBack({ variables: { eventId: id } }).then(
      () => toast({ tone: "success", title: t("organiser.gaveBack", { name }) }),
      failed,
    );
  return (
    <Button variant="accent" pending={loading} onClick={() => void go()}>
      {t("organiser.giveBack")}
    </Button>
  );
}

function failed(error: unknown): void {
  toast({ tone: "error", title: toProblem(error).message });
}
