import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";

import { LiveEventProvider, useLive, type LiveEvent } from "@/features/live-event";
import { gateway, type Gateway } from "@/test/gateway";

/* An event that somebody organises, for the tests of its forms. */

export const event: LiveEvent = {
  id: "e1",
  slug: "small",
  name: "Small Conf",
  kind: "conference",
  tagline: "",
  description: "",
  status: "draft",
  visibility: "public",
  startsAt: "2026-11-28T08:00:00Z",
  endsAt: "2026-11-28T16:30:00Z",
  timeZone: "Europe/Berlin",
  location: "Delft",
  capacity: null,
  registeredCount: 0,
  codeOfConduct: "",
  credit: "",
  version: 3,
  takenDown: null,
};

export const talk = {
  ...{ id: "s1", eventId: "e1", stageId: null, trackId: null, title: "Opening", subtitle: "", abstract: "" },
  ...{
    languages: [],
    kind: "",
    url: "",
    videoUrl: "",
    links: [],
    attachments: [],
    doNotRecord: false,
    day: null,
  },
  ...{ startsAt: event.startsAt, endsAt: "2026-11-28T09:00:00Z" },
  speakerIds: [],
};

export function organiserGateway(answers: Gateway["answers"] = {}, its: Partial<LiveEvent> = {}): Gateway {
  const live = {
    ...event,
    ...its,
    summary: {
      ...{ version: event.version, stages: 0, tracks: 0, speakers: 0, sessions: 1, days: [] },
    },
    nowNext: { eventId: event.id, now: [], next: [] },
    agenda: {
      ...{ version: event.version, published: 0, stages: [], tracks: [], speakers: [], sessions: [talk] },
    },
  };
  return gateway({ LiveEvent: () => ({ event: live }), ...answers });
}

/** Shows something of the live event, once that is there. */
export function open(server: Gateway, screen: ReactNode) {
  const shown = render(
    <LiveEventProvider slug={event.slug} who="nobody">
      <Ready>{screen}</Ready>
    </LiveEventProvider>,
  );
  return { user: userEvent.setup(), ...shown };
}

function Ready({ children }: { children: ReactNode }) {
  return useLive().status === "ready" && children;
}
