"use client";

import { useApolloClient } from "@apollo/client/react";
import { useCallback, useEffect, useRef, useState } from "react";

import { Spinner } from "@/components/ui/spinner";
import { CallIceServersDocument, type CallInfoFragment } from "@/gen/graphql";
import { useLatest } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { emit, on, onResync, signal } from "@/lib/socket";
import { useStore } from "@/lib/use-store";
import type { IceGrant, LocalMedia } from "@/rtc";

import { CallHead } from "./call-head";
import { CallRoom } from "./call-room";
import { DeviceCheck } from "./device-check";
import { LiveCall, type LiveState, type Over } from "./live-call";
import { keepPart, useLocal, type Start } from "./use-local";

const wire = { emit, signal, on, onResync };

type CallAttemptProps = {
  call: CallInfoFragment;
  names: string;
  me: string;
  start: Start;
  /** Look into the mirror first. */
  check: boolean;
  onOver: (over: Over, lasted: number) => void;
};

/** One time of being in the call: devices, the check if it is wanted, the call, until it is over. */
export function CallAttempt({ check, start, names, ...props }: CallAttemptProps) {
  const local = useLocal(start);
  const [checked, setChecked] = useState(!check);
  const { call } = props;
  if (local && checked) return <InCall local={local} {...props} />;
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[52px_1fr] bg-background">
      <CallHead event={call.event} names={names} since={null} />
      <main id="main" tabIndex={-1}>
        {local && (
          <DeviceCheck
            local={local}
            names={names}
            eventName={call.event.name}
            cameraOff={call.cameraOff}
            onJoin={() => setChecked(true)}
          />
        )}
      </main>
    </div>
  );
}

type InCallProps = Omit<CallAttemptProps, "check" | "start" | "names"> & { local: LocalMedia };

function InCall({ local, call, me, onOver }: InCallProps) {
  const t = useT();
  const live = useLiveCall(call.id, local);
  const met = useRef<number | null>(null);
  const onMet = useCallback(() => {
    met.current ??= Date.now();
  }, []);
  useEnd(live, (over) => {
    if (over === "closed") return; // A reload comes back as it was.
    keepPart(call.id, null);
    onOver(over, met.current === null ? 0 : Date.now() - met.current);
  });
  const state = useStore(live?.state ?? joining);
  if (live && state.phase === "in") {
    const { rtc, signalling } = state;
    return <CallRoom {...{ call, me, rtc, signalling, onMet }} onLeave={() => live.leave()} />;
  }
  return (
    <div role="status" className="grid h-dvh place-items-center bg-background">
      <span className="flex items-center gap-2 text-muted">
        <Spinner />
        {t("video.joining")}
      </span>
    </div>
  );
}

const idle: LiveState = { phase: "joining", rtc: null, signalling: null, over: null };
const joining = { get: () => idle, subscribe: () => () => undefined };

function useLiveCall(callId: string, local: LocalMedia): LiveCall | null {
  const client = useApolloClient();
  const [live, setLive] = useState<LiveCall | null>(null);
  // A call lives outside React, for as long as this is mounted.
  useEffect(() => {
    let made: LiveCall | null = null;
    const grantIce = async (): Promise<IceGrant> => {
      const { data } = await client.query({ query: CallIceServersDocument, fetchPolicy: "network-only" });
      return grantOf(data?.iceServers);
    };
    // A moment later, so that a component mounted twice (as in development) joins once.
    const timer = setTimeout(() => {
      made = new LiveCall({ wire, callId, local, grantIce });
      setLive(made);
    });
    return () => {
      clearTimeout(timer);
      made?.leave();
    };
  }, [callId, local, client]);
  return live;
}

type Granted = {
  servers: readonly { urls: readonly string[]; username: string | null; credential: string | null }[];
  expiresAt: string;
};

function grantOf(granted: Granted | undefined): IceGrant {
  if (!granted) throw new Error("no ICE servers were granted");
  const iceServers = granted.servers.map(({ urls, username, credential }) => ({
    urls: [...urls],
    ...(username && credential ? { username, credential } : {}),
  }));
  return { iceServers, expiresAt: iceServers.length ? Date.parse(granted.expiresAt) : null };
}

function useEnd(live: LiveCall | null, onEnd: (over: Over) => void): void {
  const end = useLatest(onEnd);
  // The end is an event of the call, not something to draw.
  useEffect(() => {
    if (!live) return;
    return live.state.subscribe(() => {
      const { over } = live.state.get();
      if (over) end.current(over);
    });
  }, [live, end]);
}
