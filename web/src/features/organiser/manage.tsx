"use client";

import { ExternalLink } from "lucide-react";

import { PageTitle } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { useLiveState, WholeAgenda } from "@/features/live-event";
import { useT } from "@/lib/i18n";
import { choiceInAddress, useInAddress } from "@/lib/in-address";

import { EventAgenda } from "./agenda/agenda";
import { Details } from "./details/details";
import { PublishButton, StatusBadge, useMayPublish } from "./details/status";
import { OrganisersOnly } from "./organisers-only";
import { EventPeople } from "./people/people";

const parts = ["details", "agenda", "people"] as const;
const partShown = choiceInAddress("tab", parts);

/** Everything of an event's manage page. */
export function ManageEvent({ base }: { base: string }) {
  return (
    <OrganisersOnly>
      <WholeAgenda loading={<ManageLoading />}>
        <Manage base={base} />
      </WholeAgenda>
    </OrganisersOnly>
  );
}

function Manage({ base }: { base: string }) {
  const t = useT();
  const { event, agenda } = useLiveState();
  const mayPublish = useMayPublish();
  const [part, setPart] = useInAddress(partShown);
  return (
    <div className="mx-auto max-w-[848px] px-4 py-5 md:px-8">
      <PageTitle
        aside={
          <div className="flex flex-wrap items-center gap-2">
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
      <Tabs value={part} onValueChange={(next) => setPart(parts.find((one) => one === next) ?? part)}>
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
          <EventAgenda base={base} />
        </TabPanel>
        <TabPanel value="people">
          <EventPeople base={base} />
        </TabPanel>
      </Tabs>
    </div>
  );
}

function ManageLoading() {
  return (
    <Loading className="mx-auto max-w-[848px] space-y-4 px-4 py-5 md:px-8">
      <Skeleton className="h-9 w-60 max-w-full" />
      <Skeleton className="h-9" />
      <Skeleton className="h-64" />
    </Loading>
  );
}
