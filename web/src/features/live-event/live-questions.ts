import { PublicEvent } from "@/gen/operations/event-page";
import { AgendaAround, AgendaDays, LiveEvent, MyEvent } from "@/gen/operations/live-event";
import { request } from "@/lib/request";

import type { AgendaPart } from "./live-agenda";
import type { LiveAnswer, MyAnswer } from "./live-state";

export type LiveStoreOptions = {
  slug: string;
  /** Nobody is signed in: there is nothing to ask of them. */
  isNobody: boolean;
  /** What of the agenda comes at first: what the venue's pages show, or the event's own. */
  look: "venue" | "page";
  /** What the server has drawn of it a moment ago: not asked for once more. */
  first?: LiveAnswer | null;
};

/** What a live event asks of the server. All but `first` are the same for everybody who may see the event. */
export type Questions = {
  first: () => Promise<{ answer: LiveAnswer; mine: MyAnswer }>;
  days: (days: string[]) => Promise<AgendaPart>;
  around: (sessionId: string) => Promise<AgendaPart>;
};

export function questionsOf({ slug, isNobody, look, first = null }: LiveStoreOptions): Questions {
  let drawn = first;
  const forAll = async (): Promise<LiveAnswer> => {
    const given = drawn;
    drawn = null;
    // What has changed since is told by watching the event.
    if (given) return given;
    if (look === "venue") return (await request(LiveEvent, { slug })).event;
    const { host: _, ...event } = (await request(PublicEvent, { slug })).event;
    return event;
  };
  const ofMine = async () => (isNobody ? null : (await request(MyEvent, { slug })).event);
  return {
    first: async () => {
      const [answer, mine] = await Promise.all([forAll(), ofMine()]);
      return { answer, mine };
    },
    days: async (days) => (await request(AgendaDays, { slug, days })).event.agenda,
    around: async (sessionId) => (await request(AgendaAround, { slug, sessionId })).event.agenda,
  };
}
