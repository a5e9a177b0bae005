"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

import { KeyHelp, openPanel, Page } from "@/components/frame";
import { NamingTopics } from "@/components/frame/naming-topics";
import { goToWriting, useMessageSought, useUnreadChat, useUnreadDirect } from "@/features/chat";
import { LiveEventProvider, useLiveState, useAttend, usePresence } from "@/features/live-event";
import { MatchCelebration, useMatchCount, useOpenToMeet } from "@/features/matching";
import { Bell } from "@/features/notifications";
import { DrawnAtProvider } from "@/lib/drawn-at";
import { t } from "@/lib/i18n";
import { useKeys } from "@/lib/keys";
import { useSession, useUser, useWho } from "@/lib/session";
import { useSignInFirst } from "@/lib/use-sign-in-first";

import { useContactActions } from "./contact-actions";
import { VenueFrame } from "./frame";
import { useVenueFrame } from "./frame-data";
import { VenueGate, VenueLoading } from "./gate";
import type { DrawnVenue } from "./load-venue";
import { VenueMenu } from "./menu";
import { VenuePalette } from "./palette";
import { VenuePanel } from "./panel";
import { pageKindOf, venuePlaces } from "./places";
import { useSessionHere } from "./session-here";

const goKeys = () => [
  ...venuePlaces.map((place) => ({ keys: ["g", place.key], label: t(place.label) })),
  { keys: ["g", "c"], label: t("venue.keyWrite") },
];

type VenueProps = { slug: string; children: ReactNode };
type OuterProps = VenueProps & {
  /** The page as the server draws it, and whether that is for who has scripts, too. */
  plain: ReactNode;
  isPlainVisit: boolean;
  /** With what the venue itself is drawn, for everybody who is signed in; null: by scripts only. */
  drawn: DrawnVenue | null;
};

/** Who comes here: the agenda is for everybody who may see the event, the rest for people of it. */
export function Venue(props: OuterProps) {
  return (
    <NamingTopics>
      <DrawnAtProvider at={props.drawn?.at ?? null}>
        <Entrance {...props} />
      </DrawnAtProvider>
    </NamingTopics>
  );
}

function Entrance({ slug, plain, isPlainVisit, drawn, children }: OuterProps) {
  const session = useSession();
  const who = useWho();
  const path = usePathname();
  const open = path === `/e/${slug}/agenda` || path.startsWith(`/e/${slug}/sessions/`);
  const mustSignIn = session.status === "out" && !open;
  useSignInFirst(mustSignIn);
  const loading = <VenueLoading plain={plain} open={isPlainVisit && open && session.status !== "in"} />;
  const isUnknown = session.status === "unknown";
  if (mustSignIn || (isUnknown && !drawn)) return loading;
  // An administrator looks after events without being of them.
  const administers =
    session.status === "in" && session.user.roles.includes("admin") && path === `/e/${slug}/manage`;
  const outside = open ? (
    children
  ) : administers ? (
    <Page className="px-0 pt-0 md:px-0">{children}</Page>
  ) : null;
  return (
    <LiveEventProvider key={slug} slug={slug} who={who} first={drawn?.event}>
      <VenueGate outside={outside} bell={<Bell />} loading={loading}>
        <Inside slug={slug}>{children}</Inside>
      </VenueGate>
    </LiveEventProvider>
  );
}

function Inside({ slug, children }: VenueProps) {
  const base = `/e/${slug}`;
  const user = useUser();
  const frame = useVenueFrame(base);
  const { id } = frame.event;
  useAttend(id, user?.id ?? null);
  const { count } = usePresence();
  const { status } = useLiveState().event;
  const { sessionId } = useSessionHere(base);
  const counts = {
    people: count ?? undefined,
    matches: useMatchCount(id),
    messages: useUnreadDirect(),
    chat: useUnreadChat(status === "draft" ? null : { eventId: id, sessionId }),
  };
  const contact = useContactActions(id, base);
  const path = usePathname();
  const showChat = () => openPanel(pageKindOf(path, base));
  useMessageSought(showChat);
  useKeys(["g c"], () => goToWriting(showChat));
  return (
    <>
      <VenueFrame
        {...frame}
        counts={counts}
        openToMeet={useOpenToMeet(id)}
        bell={<Bell />}
        panel={<VenuePanel eventId={id} base={base} />}
        eventMenu={<VenueMenu base={base} />}
      >
        {children}
      </VenueFrame>
      <MatchCelebration eventId={id} {...contact} />
      <VenuePalette eventId={id} base={base} />
      <KeyHelp groups={[{ label: t("shell.keysGo"), rows: goKeys() }]} />
    </>
  );
}
