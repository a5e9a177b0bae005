"use client";

import { ExternalLink, Settings2 } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";

import { PageTitle } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { EmptyState } from "@/components/ui/states";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { useLiveState, organises } from "@/features/live-event";
import { useT } from "@/lib/i18n";
import { useUser } from "@/lib/session";

import { EventAgenda } from "./agenda/agenda";
import { Details } from "./details/details";
import { PublishButton, StatusBadge, useMayPublish } from "./details/status";
import { EventPeople } from "./people/people";

const parts = ["details", "agenda", "people"] as const;

/** Whether whoever looks may change the event; the server decides again at each step. */
function useMayChange(): boolean {
  const { membership } = useLiveState();
  const user = useUser();
  return organises(membership) || Boolean(user?.roles.includes("admin"));
}

/** Everything of an event's manage page. */
export function ManageEvent({ base }: { base: string }) {
  const t = useT();
  const router = useRouter();
  const { event, agenda } = useLiveState();
  const mayChange = useMayChange();
  const mayPublish = useMayPublish();
  const asked = useSearchParams().get("tab");
  const part = parts.find((one) => one === asked) ?? "details";
  if (!mayChange)
    return <EmptyState icon={Settings2} title={t("organiser.notYours")} body={t("organiser.notYoursBody")} />;
  return (
    <div className="mx-auto max-w-[848px] px-4 py-5 md:px-8">
      <PageTitle
        aside={
          <div className="flex items-center gap-2">
            <Button asChild variant="outline">
              <Link href={base}>
                <Icon icon={ExternalLink} />
                {t("organiser.eventPage")}
              </Link>
            </Button>
            {event.status === "draft" && event.takenDown === null && part !== "details" && mayPublish && (
              <PublishButton event={event} />
            )}
          </div>
        }
      >
        <span className="flex flex-wrap items-center gap-3">
          {t("organiser.manage")}
          <StatusBadge status={event.status} />
        </span>
      </PageTitle>
      <Tabs
        value={part}
        onValueChange={(next) => router.replace(`${base}/manage?tab=${next}`, { scroll: false })}
      >
        <TabsList aria-label={t("organiser.tabs")} className="mb-6 px-0">
          <Tab value="details">{t("organiser.details")}</Tab>
          <Tab value="agenda" count={agenda.sessions.size}>
            {t("organiser.agenda")}
          </Tab>
          <Tab value="people" count={event.registeredCount}>
            {t("organiser.people")}
          </Tab>
        </TabsList>
        {/* Kept mounted: going to look something up must not lose what was typed. */}
        <TabPanel value="details" forceMount hidden={part !== "details"}>
          <Details />
        </TabPanel>
        <TabPanel value="agenda">
          <EventAgenda />
        </TabPanel>
        <TabPanel value="people">
          <EventPeople base={base} />
        </TabPanel>
      </Tabs>
    </div>
  );
}
