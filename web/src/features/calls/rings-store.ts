import { RingingCalls } from "@/gen/operations/calls";
import { createLiveQuery, type LiveQuery } from "@/lib/live-query";
import { request } from "@/lib/request";
import { on } from "@/lib/socket";

import { ringOf } from "./company";
import { expired, loaded, rang, silence, stopped, type Rings, type Rung } from "./rings";

/** What rings this person: pushes, what rang before this page was there, and the end of what was missed. */
export function createRings(me: string): LiveQuery<Rings> {
  return createLiveQuery<Rings>({
    // A push rings also while nobody can say what rang before.
    initial: silence,
    ask: async () => {
      const { ringingCalls } = await request(RingingCalls, {});
      const told = ringingCalls.map((call) => rungBy(call, me));
      return (before) => loaded(before ?? silence, told, Date.now());
    },
    listen: ({ change }) => {
      const clock = setInterval(() => change((state) => expired(state, Date.now())), 1_000);
      return [
        () => clearInterval(clock),
        on("call.ringing", ({ call }) => {
          const now = Date.now();
          change((state) => rang(state, rungBy(call, me), now));
        }),
        on("call.ring_ended", ({ callId, nth }) => change((state) => stopped(state, callId, nth))),
        on("call.ended", ({ callId }) => change((state) => stopped(state, callId))),
      ];
    },
  });
}

/** The time that this call rings me. */
function rungBy(call: { id: string; rings: readonly { personId: string; nth: number }[] }, me: string): Rung {
  return { callId: call.id, nth: ringOf(call.rings, me)?.nth ?? 1 };
}
