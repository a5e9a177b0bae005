"use client";

import { FoldPanelButton } from "@/components/shell";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { HerePanel } from "@/features/profiles";
import { useT } from "@/lib/i18n";
import { usePresence } from "@/lib/presence";

type Props = { eventId: string; base: string };

/** Beside every page of the venue: the chat of where one is, and who is here. */
export function VenuePanel({ eventId, base }: Props) {
  const t = useT();
  const { count } = usePresence();
  return (
    <Tabs defaultValue="people" className="flex min-h-0 flex-1 flex-col">
      <div className="flex border-b border-border pr-3">
        <TabsList aria-label={t("venue.panelTabs")} className="-mb-px flex-1 border-b-0">
          <Tab value="people" count={count?.toLocaleString("en-GB")}>
            {t("shell.people")}
          </Tab>
        </TabsList>
        <FoldPanelButton />
      </div>
      <TabPanel value="people">
        <HerePanel eventId={eventId} base={base} />
      </TabPanel>
    </Tabs>
  );
}
