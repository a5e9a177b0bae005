"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, type ReactNode } from "react";

import { KeyHelp, VenueFrame } from "@/components/shell";
import { useUnreadChat, useUnreadDirect } from "@/features/chat";
import { LiveEventProvider, useLiveState, useVenueFrame, VenueGate, VenueLoading } from "@/features/events";
import { Bell } from "@/features/notifications";
import { MatchCelebration, useMatchCount, useOpenToMeet } from "@/features/profiles";
import { useAttend, usePresence } from "@/lib/presence";
import { useSession, useUser } from "@/lib/session";

import { useReach } from "./reach";
import { useSessionHere } from "./session-here";
import { VenueMenu } from "./venue-menu";
import { VenuePalette } from "./venue-palette";
import { VenuePanel } from "./venue-panel";

type VenueProps = { slug: string; children: ReactNode };

/** Who comes here: the programme is for everybody who may see the event, the rest for people of it. */
export function Venue({ slug, children }: VenueProps) {
  const session = useSession();
  const path = usePathname();
  const router = useRouter();
  const open = path === `/e/${slug}/agenda` || path.startsWith(`/e/${slug}/sessions/`);
  const mustSignIn = session.status === "out" && !open;
  useEffect(() => {
    if (mustSignIn) router.replace(`/login?next=${encodeURIComponent(path)}`);
  }, [mustSignIn, path, router]);
  if (session.status === "unknown" || mustSignIn) return <VenueLoading />;
  const who = session.status === "in" ? session.user.id : "nobody";
  return (
    <LiveEventProvider key={`${slug} ${who}`} slug={slug}>
      <VenueGate outside={open ? children : null} bell={<Bell />}>
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
  const sessionId = useSessionHere(base);
  const counts = {
    people: count ?? undefined,
    matches: useMatchCount(id),
    messages: useUnreadDirect(),
    chat: useUnreadChat(status === "draft" ? null : { eventId: id, sessionId }),
  };
  const reach = useReach(id, base);
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
      <MatchCelebration eventId={id} {...reach} />
      <VenuePalette eventId={id} base={base} />
      <KeyHelp />
    </>
  );
}
