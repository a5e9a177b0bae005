"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { LiveEvent } from "@/features/live-event";
import {
  EventHost,
  GiveBackEvent,
  Publishers,
  SetOrganiser,
  TakeDownEvent,
} from "@/gen/operations/organiser";
import { useT } from "@/lib/i18n";
import { isBlank } from "@/lib/plain";
import { toProblem } from "@/lib/problem";
import { useUser } from "@/lib/session";
import { useAnswer, useSend } from "@/lib/use-answer";

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
  const host = useAnswer(EventHost, { slug }).data?.event.host;
  const { data, retry } = useAnswer(Publishers, host ? { userIds: [host.id] } : null);
  const [set, pending] = useSend(SetOrganiser);
  if (!host || !data) return null;
  const { id, name } = host;
  const held = data.publishers.includes(id);
  const change = () =>
    set({ userId: id, held: !held }).then(async () => {
      await retry();
      toast({ title: t(held ? "organiser.mayNotPublishNow" : "organiser.mayPublishNow", { name }) });
    }, failed);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="text-13 wrap-anywhere">{t("organiser.publisher", { name, held: String(held) })}</p>
      <Button variant="outline" pending={pending} onClick={() => void change()}>
        {t(held ? "organiser.stopPublish" : "organiser.letPublish")}
      </Button>
    </div>
  );
}

function TakeDown({ event: { id, name } }: { event: LiveEvent }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [takeDown, pending] = useSend(TakeDownEvent);
  const go = () =>
    takeDown({ eventId: id, reason }).then(() => {
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
            <Button variant="danger" pending={pending} disabled={isBlank(reason)} onClick={() => void go()}>
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
  const [giveBack, pending] = useSend(GiveBackEvent);
  const go = () =>
    giveBack({ eventId: id }).then(
      () => toast({ tone: "success", title: t("organiser.gaveBack", { name }) }),
      failed,
    );
  return (
    <Button variant="accent" pending={pending} onClick={() => void go()}>
      {t("organiser.giveBack")}
    </Button>
  );
}

function failed(error: unknown): void {
  toast({ tone: "error", title: toProblem(error).message });
}
