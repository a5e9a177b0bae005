import type { CallInfoFragment } from "@/gen/graphql";
import { CallById } from "@/gen/operations/calls";
import { createLiveQuery, type LiveQuery } from "@/lib/live-query";
import { request } from "@/lib/request";
import { on } from "@/lib/socket";
import { perPerson } from "@/lib/use-live-query";

import { inCall, leaveLast, onInCall } from "./elsewhere";
import { ongoing } from "./ongoing";
import { forgetParts, partIn } from "./part";

/** The call that this tab was in when its page was loaded anew, for as long as one may come back to it. */
export type Interrupted = { readonly call: CallInfoFragment | null };
const none: Interrupted = { call: null };

export function createInterrupted(): LiveQuery<Interrupted> {
  return createLiveQuery<Interrupted>({
    initial: none,
    ask: async () => {
      const id = interruptedId();
      const { call } = id ? await request(CallById, { id }) : none;
      if (call?.endedAt) forgetParts();
      return () => (call && !call.endedAt ? { call } : none);
    },
    listen: ({ change }) => [
      on("call.ended", ({ callId }) => {
        if (interruptedId() === callId) forgetParts();
        change((state) => (state.call?.id === callId ? none : state));
      }),
      onInCall(() => interruptedId() === null && change(() => none)),
    ],
  });
}

/** While one is in a call none is interrupted; one that another tab is in is that tab's from then on. */
function interruptedId(): string | null {
  if (!inCall()) return partIn();
  if (!ongoing.get()) forgetParts();
  return null;
}

export const useInterrupted = perPerson(createInterrupted);

/** Does not come back to it. */
export function leaveInterrupted(query: LiveQuery<Interrupted>, callId: string): void {
  leaveLast(callId);
  query.change(() => none);
}
