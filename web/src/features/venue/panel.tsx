"use client";

import { MessageSquare, MessageSquareOff } from "lucide-react";
import { usePathname } from "next/navigation";
import { useMemo, useState } from "react";

import { FoldPanelButton } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { EventChat, SessionChat, useSought, useWritingWanted, type Role } from "@/features/chat";
import { useLiveState, usePresence, useSpeaking } from "@/features/live-event";
import { HerePanel } from "@/features/people";
import { useT } from "@/lib/i18n";

import { pageKindOf } from "./places";
import { useSessionHere } from "./session-here";

type Props = { eventId: string; base: string };

/** Beside every page of the venue: the chat of where one is, and who is here. */
export function VenuePanel({ eventId, base }: Props) {
  const t = useT();
  const { count } = usePresence();
  const pageKind = pageKindOf(usePathname(), base);
  const [tab, setTab] = useState("chat");
  const sought = useSought();
  const wanted = useWritingWanted();
  if ((sought !== null || wanted) && tab !== "chat") setTab("chat");
  return (
    <Tabs value={tab} onValueChange={setTab} className="flex min-h-0 flex-1 flex-col">
      <div className="flex border-b border-border pe-3">
        <TabsList aria-label={t("venue.panelTabs")} className="-mb-px flex-1 border-b-0">
          <Tab value="chat">{t("shell.chat")}</Tab>
          <Tab value="people" count={count ?? undefined}>
            {t("shell.people")}
          </Tab>
        </TabsList>
        <FoldPanelButton pageKind={pageKind} />
      </div>
      <TabPanel value="chat" className="flex flex-col">
        <ChatHere eventId={eventId} base={base} />
      </TabPanel>
      <TabPanel value="people">
        <HerePanel eventId={eventId} base={base} />
      </TabPanel>
    </Tabs>
  );
}

/** A session's own room on its page, and never another in its place; the lobby's everywhere else. */
function ChatHere({ eventId, base }: Props) {
  const roleOf = useRoles();
  const { sessionId, isComing, isGone } = useSessionHere(base);
  const sought = useSought();
  const { event } = useLiveState();
  if (event.status === "draft") return <ChatOpensLater base={base} />;
  if (isGone) return <ChatGone base={base} />;
  if (isComing) return <ChatComing />;
  if (sessionId) return <SessionChat key={sessionId} {...{ sessionId, roleOf, sought }} />;
  return <EventChat {...{ eventId, roleOf, sought }} />;
}

const ChatComing = () => (
  <Loading className="flex-1 space-y-3 p-4">
    <Skeleton className="w-2/3" />
    <Skeleton />
  </Loading>
);

/** The session went from the agenda, perhaps while somebody wrote here. */
function ChatGone({ base }: { base: string }) {
  const t = useT();
  return (
    <EmptyState
      icon={MessageSquareOff}
      title={t("venue.chatGoneTitle")}
      body={t("venue.chatGoneBody")}
      action={
        <Button asChild variant="soft">
          <Link href={`${base}/lobby`}>{t("venue.toLobby")}</Link>
        </Button>
      }
      className="my-auto"
    />
  );
}

/** A draft has no rooms yet; they open in this very page when it is published. */
function ChatOpensLater({ base }: { base: string }) {
  const t = useT();
  return (
    <EmptyState
      icon={MessageSquare}
      title={t("venue.chatLaterTitle")}
      body={t("venue.chatLaterBody")}
      action={
        <Button asChild variant="soft">
          <Link href={`${base}/manage`}>{t("venue.manage")}</Link>
        </Button>
      }
      className="my-auto"
    />
  );
}

/** Who stands on the agenda or runs the event, for the word beside a name. */
function useRoles(): (userId: string) => Role | undefined {
  const { staff } = useLiveState();
  const speaking = useSpeaking();
  return useMemo(() => {
    const roles = new Map<string, Role>();
    for (const userId of speaking) roles.set(userId, "speaker");
    for (const [userId, role] of staff) roles.set(userId, role);
    return (userId) => roles.get(userId);
  }, [speaking, staff]);
}
