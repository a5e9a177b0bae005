import { EventRoom } from "@/gen/operations/chat";
import { MyEvent } from "@/gen/operations/live-event";
import { Matching } from "@/gen/operations/matching";
import type { FirstQuestion } from "@/lib/first-answers";
import type { Operation } from "@/lib/request";

/** What every page inside an event asks first of whoever opens it, as its features ask it. */
export const firstQuestions = (slug: string, eventId: string): FirstQuestion[] => [
  // Whoever is not of the event gets another page.
  {
    ...question(MyEvent, { slug }),
    needs: ["event.membership.registered", "event.membership.roles"],
  },
  question(Matching, { eventId }),
  question(EventRoom, { eventId }),
];

function question<V extends object>(
  { name, hash }: Operation<unknown, V>,
  variables: NoInfer<V>,
): FirstQuestion {
  return { documentId: hash, operationName: name, variables };
}
