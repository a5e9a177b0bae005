import type { CallIceServersQuery, CallInfoFragment } from "@/gen/graphql";
import { CallIceServers } from "@/gen/operations/calls";
import { request } from "@/lib/request";
import { serverNow } from "@/lib/server-clock";
import { onceGone } from "@/lib/session";
import { emit, on, onResync } from "@/lib/socket";
import type { IceGrant, LocalMedia } from "@/rtc";

import { LiveCall } from "./live-call";
import { ended, leaveCall, ongoing } from "./ongoing";
import { keepPart, keptPart } from "./part";

const wire = { emit, on, onResync };

/** Begins to be in a call with these devices, which it owns from now on. Whatever call there was is left. */
export function enterCall(call: CallInfoFragment, me: string, local: LocalMedia): void {
  leaveCall();
  const grantIce = async () => grantOf((await request(CallIceServers, {})).iceServers);
  const kept = keptPart(call.id);
  const returning = kept !== null && kept !== "left";
  const live = new LiveCall({ wire, callId: call.id, local, grantIce, returning });
  const keep = () => {
    const { muted, camera } = local.state.get();
    keepPart(call.id, { muted, camera: camera.on });
  };
  keep();
  const stops = [local.state.subscribe(keep), onceGone(me, () => live.leave())];
  ended.set(null);
  ongoing.set({ call, me, local, live });
  const stop = live.state.subscribe(() => {
    const { over } = live.state.get();
    if (!over) return;
    stop();
    for (const one of stops) one();
    if (over === "closed") return; // The page goes away as it is; loaded anew, it comes back as it was.
    ongoing.set(null);
    keepPart(call.id, "left");
    ended.set({ call, me, over, lasted: live.lasted });
  });
}

function grantOf(granted: CallIceServersQuery["iceServers"]): IceGrant {
  const iceServers = granted.servers.map(({ urls, username, credential }) => ({
    urls: [...urls],
    ...(username && credential ? { username, credential } : {}),
  }));
  // On this browser's clock, as whoever renews them looks at that one.
  const ends = Date.now() + Date.parse(granted.expiresAt) - serverNow();
  return { iceServers, expiresAt: iceServers.length ? ends : null };
}
