"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, type ReactNode } from "react";

import { KeyHelp, VenueFrame } from "@/components/shell";
import { LiveEventProvider, useAttend, useVenueFrame, VenueGate, VenueLoading } from "@/features/events";
import { usePresence } from "@/lib/presence";
import { useSession, useUser } from "@/lib/session";

type VenueProps = { slug: string; children: ReactNode };

/** Who comes here: the agenda is for everybody who may see the event, the rest for people of it. */
export function Venue({ slug, children }: VenueProps) {
  const session = useSession();
  const path = usePathname();
  const router = useRouter();
  const open = path === `/e/${slug}/agenda`;
  const mustSignIn = session.status === "out" && !open;
  useEffect(() => {
    if (mustSignIn) router.replace(`/login?next=${encodeURIComponent(path)}`);
  }, [mustSignIn, path, router]);
  if (session.status === "unknown" || mustSignIn) return <VenueLoading />;
  const who = session.status === "in" ? session.user.id : "nobody";
  return (
    <LiveEventProvider key={`${slug} ${who}`} slug={slug}>
      <VenueGate outside={open ? children : null}>
        <Inside slug={slug}>{children}</Inside>
      </VenueGate>
    </LiveEventProvider>
  );
}

function Inside({ slug, children }: VenueProps) {
  const base = `/e/${slug}`;
  const frame = useVenueFrame(base);
  const user = useUser();
  useAttend(frame.event.id, user?.id ?? null);
  const { count } = usePresence();
  return (
    <>
      <VenueFrame {...frame} counts={{ people: count ?? undefined }}>
        {children}
      </VenueFrame>
      <KeyHelp />
    </>
  );
}
