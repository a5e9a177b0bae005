"use client";

import { CalendarPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { NeedsScripts, PageTitle } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { CreateEvent } from "@/gen/operations/organiser";
import { useForm } from "@/lib/form";
import { useT } from "@/lib/i18n";
import { uuid7 } from "@/lib/ids";
import { request } from "@/lib/request";
import { serverNow } from "@/lib/server-clock";
import { useSession } from "@/lib/session";
import { viewerZone } from "@/lib/time";

import { errorsOf, eventFields, inputOf, newForm, type EventForm } from "./event-form";
import { EventFields } from "./fields";

/** Everything of `/host` below the bar; `nobody` is what the server knows of who asks. */
export function HostEvent({ nobody = false }: { nobody?: boolean }) {
  const t = useT();
  const session = useSession();
  if (session.status === "unknown" && !nobody) return <HostLoading />;
  if (session.status !== "in")
    return (
      <EmptyState
        icon={CalendarPlus}
        title={t("organiser.signInTitle")}
        body={t("organiser.signInBody")}
        action={
          <Button asChild variant="accent">
            <Link href="/login?next=%2Fhost">{t("shell.signIn")}</Link>
          </Button>
        }
      />
    );
  return (
    <>
      <PageTitle>{t("organiser.hostTitle")}</PageTitle>
      <p className="-mt-3 mb-6 max-w-[60ch] text-muted">{t("organiser.hostBody")}</p>
      <CreateForm />
    </>
  );
}

function CreateForm() {
  const t = useT();
  const router = useRouter();
  // Trying again must not make a second event.
  const [id] = useState(uuid7);
  const [blank] = useState(() => newForm(serverNow(), viewerZone()));
  const form = useForm<EventForm>({
    saved: blank,
    fields: eventFields,
    check: errorsOf,
    send: async (values) => {
      const { createEvent } = await request(CreateEvent, { id, input: inputOf(values) });
      return () => {
        toast({ tone: "success", title: t("organiser.created") });
        router.push(`/e/${createEvent.slug}/manage?tab=agenda`);
      };
    },
    draft: "host",
  });
  return (
    <form {...form.props} className="flex flex-col gap-7">
      <EventFields form={form} />
      <FormError>{form.refusal}</FormError>
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" variant="accent" size="lg" pending={form.pending}>
          {t("organiser.createDraft")}
        </Button>
        <p className="text-13 text-muted">{t("organiser.draftKept")}</p>
      </div>
    </form>
  );
}

function HostLoading() {
  return (
    <>
      <NeedsScripts />
      <Loading className="space-y-4 noscript:hidden">
        <Skeleton className="h-9 w-60" />
        <Skeleton className="h-60 rounded-card" />
        <Skeleton className="h-60 rounded-card" />
      </Loading>
    </>
  );
}
