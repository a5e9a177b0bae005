"use client";

import { Bell, House, Search } from "lucide-react";
import { useState } from "react";

import { CommandPalette, FoldPanelButton, KeyHelp, PageTitle, type PaletteGroup } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { Card, Section } from "@/components/ui/card";
import { CountPill } from "@/components/ui/count-pill";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { VenueFrame } from "@/features/venue";
import { useNow } from "@/lib/hooks";

const minute = 60_000;

/** The frame with invented data, to look at it alone. */
export function GalleryVenue() {
  const [open, setOpen] = useState(true);
  const clock = useNow() ?? 0;
  const at = (minutes: number) => new Date(clock + minutes * minute).toISOString();
  return (
    <>
      <VenueFrame
        event={{
          id: "polder",
          name: "Polder 2026",
          subtitle: "Day 1 of 2",
          zone: "Europe/Brussels",
          live: true,
          here: 2318,
          base: "/gallery/venue",
        }}
        now={{
          title: "The queue is the product",
          place: "Aula, main stage",
          startsAt: at(-22),
          endsAt: at(28),
          href: "#now",
        }}
        next={{
          title: "CRDTs that forget",
          place: "Local-first, L1",
          startsAt: at(40),
          endsAt: at(90),
          href: "#next",
          starred: true,
        }}
        counts={{ people: 2318, matches: 3, messages: 2, chat: 5 }}
        openToMeet={{ on: open, onChange: setOpen }}
        eventMenu={<DropdownMenuItem icon={Search}>Event page</DropdownMenuItem>}
        bell={<DemoBell />}
        panel={<DemoPanel />}
      >
        <DemoLobby />
      </VenueFrame>
      <DemoPalette />
      <KeyHelp />
    </>
  );
}

function DemoPanel() {
  return (
    <Tabs defaultValue="chat" className="flex min-h-0 flex-1 flex-col">
      <div className="flex border-b border-border pe-3">
        <TabsList aria-label="Side panel" className="-mb-px flex-1 border-b-0">
          <Tab value="chat">Chat</Tab>
          <Tab value="people">People</Tab>
        </TabsList>
        <FoldPanelButton pageKind="work" />
      </div>
      <TabPanel value="chat" className="p-4 text-13 text-muted">
        The chat goes here.
      </TabPanel>
      <TabPanel value="people" className="p-4 text-13 text-muted">
        People go here.
      </TabPanel>
    </Tabs>
  );
}

function DemoPalette() {
  const [query, setQuery] = useState("");
  const groups: PaletteGroup[] = [
    {
      id: "go",
      label: "Go to",
      items: ["Lobby", "Agenda", "People"]
        .filter((label) => label.toLowerCase().includes(query.toLowerCase()))
        .map((label) => ({
          id: label,
          label,
          lead: <Icon icon={House} className="text-muted" />,
          keys: ["g", label.charAt(0).toLowerCase()],
          run: () => undefined,
        })),
    },
  ];
  return <CommandPalette groups={groups} query={query} onQueryChange={setQuery} />;
}

function DemoBell() {
  return (
    <Button variant="ghost" size="icon" aria-label="Notifications, 3 unread" className="relative">
      <Icon icon={Bell} size={20} />
      <CountPill
        count={3}
        className="absolute -inset-e-1.5 -top-[3px] ring-2 ring-background max-md:-inset-e-0.5 max-md:top-0"
      />
    </Button>
  );
}

function DemoLobby() {
  return (
    <div className="mx-auto max-w-[848px] px-4 py-5 md:px-8">
      <PageTitle>Lobby</PageTitle>
      <Section title="On now" aside="All 34 rooms">
        <div className="grid gap-3 sm:grid-cols-2">
          {["Vacuum without fear", "Fearless FFI, fearful builds"].map((title) => (
            <Card key={title}>
              <h3 className="font-medium">{title}</h3>
              <Button className="mt-3">Watch</Button>
            </Card>
          ))}
        </div>
      </Section>
    </div>
  );
}
