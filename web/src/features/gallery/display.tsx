"use client";

import { CalendarPlus, Users } from "lucide-react";

import { ConnectionBarView } from "@/components/frame/connection-bar";
import { Avatar, AvatarStack } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Bar } from "@/components/ui/bar";
import { Button } from "@/components/ui/button";
import { Card, Section } from "@/components/ui/card";
import { CountPill } from "@/components/ui/count-pill";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Separator } from "@/components/ui/separator";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Swatch } from "@/components/ui/swatch";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";

import { Show } from "./show";

const people = ["Tomasz Wilk", "Amara Okoye", "Oskar Lindqvist", "Noor Haddad", "Mei Tan", "Jonas Brandt"];
const sizes = [20, 24, 28, 32, 36, 48, 56];
const sample = "2026-11-21T14:00:00Z";

export function DisplayShelves() {
  return (
    <>
      <Faces />
      <Words />
      <Type />
      <States />
      <Containers />
    </>
  );
}

function Faces() {
  return (
    <Show title="Faces">
      {sizes.map((size, i) => (
        <Avatar
          key={size}
          id={people[i % 6] ?? ""}
          name={people[i % 6] ?? ""}
          size={size}
          presence={size < 28 ? null : i % 2 ? "here" : "away"}
        />
      ))}
      <AvatarStack label="Three people" className="[--ring:var(--background)]">
        {people.slice(0, 3).map((name) => (
          <Avatar key={name} id={name} name={name} size={24} />
        ))}
      </AvatarStack>
    </Show>
  );
}

function Words() {
  return (
    <Show title="Words and numbers">
      <Badge tone="live" dot>
        Live now
      </Badge>
      <Badge tone="present" dot>
        Here
      </Badge>
      <Badge tone="warn">Nearly full</Badge>
      <Badge tone="accent">Starred</Badge>
      <Badge>Draft</Badge>
      <Badge tone="outline" size="sm">
        Organiser
      </Badge>
      <CountPill count={3} />
      <CountPill count={128} />
      <span className="flex items-center gap-1.5 text-13">
        <Swatch id="databases" /> Databases
      </span>
      <Time at={sample} zone="Europe/Brussels" format="day" />
      <Time at={sample} end="2026-11-21T14:50:00Z" zone="Europe/Brussels" />
      <Spinner />
      <div className="w-40 space-y-3">
        <Bar value={0.44} label="Session" tone="live" />
        <Bar value={0.7} label="Room" />
        <Bar value={0.93} label="Room" tone="warn" className="h-1.5" />
      </div>
    </Show>
  );
}

function Type() {
  return (
    <Show title="Type">
      <div className="space-y-1">
        <p className="text-40 font-semibold">Polder 2026</p>
        <p className="text-28 font-semibold">Matches</p>
        <p className="text-20">Two days on open infrastructure</p>
        <p className="text-16 font-semibold">Three people to meet</p>
        <p>You both run job queues on Postgres.</p>
        <p className="text-13 text-muted">Staff engineer, Rederij Noord</p>
        <p className="text-12 text-muted">28 min left</p>
        <p className="font-mono text-12">let ok = self.ok.last(MINUTE);</p>
      </div>
    </Show>
  );
}

function States() {
  return (
    <Show title="Cards and states">
      <Card className="w-64">
        <Section title="Speed networking" aside="16:00">
          <p className="text-13 text-muted">Six rounds of five minutes. Nobody twice, nobody left out.</p>
          <Button className="mt-3 w-full">Save me a seat</Button>
        </Section>
      </Card>
      <Card className="w-64">
        <Loading>
          <div className="flex gap-3">
            <Skeleton className="size-12 rounded-full" />
            <div className="flex-1 space-y-2 pt-1">
              <Skeleton className="w-3/4" />
              <Skeleton className="w-1/2" />
            </div>
          </div>
        </Loading>
      </Card>
      <Card padded={false} className="w-64">
        <EmptyState
          icon={Users}
          title="Nobody yet"
          body="Say what you look for and we find people."
          action={<Button variant="soft">Add interests</Button>}
        />
      </Card>
      <Card padded={false} className="w-64">
        <ErrorState message="The agenda did not load. Your stars are kept." onRetry={() => undefined} />
      </Card>
    </Show>
  );
}

function Containers() {
  return (
    <Show title="Tabs, separator, scrolling">
      <Card padded={false} className="w-80">
        <Tabs defaultValue="chat">
          <TabsList aria-label="Side panel">
            <Tab value="chat">Chat</Tab>
            <Tab value="questions" count={12}>
              Questions
            </Tab>
            <Tab value="people">People</Tab>
          </TabsList>
          <TabPanel value="chat" className="p-4">
            <Separator>Saturday 21 November</Separator>
          </TabPanel>
          <TabPanel value="questions" className="p-4">
            Questions
          </TabPanel>
          <TabPanel value="people" className="p-4">
            People
          </TabPanel>
        </Tabs>
      </Card>
      <ScrollArea label="People" className="h-24 w-48">
        {people.map((name) => (
          <p key={name} className="py-1">
            {name}
          </p>
        ))}
      </ScrollArea>
      <Button variant="ghost">
        <CalendarPlus size={16} aria-hidden /> Calendar feed
      </Button>
      <div className="w-full">
        <ConnectionBarView connection={{ status: "reconnecting", since: 0 }} />
      </div>
    </Show>
  );
}
