import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

import { EventRoomDocument, MatchingDocument, MyEventDocument } from "@/gen/graphql";
import type { FirstQuestion } from "@/lib/first-answers";
import { operationOf } from "@/lib/operation";

/** What every page inside an event asks first of whoever opens it, as its features ask it. */
export const firstQuestions = (slug: string, eventId: string): FirstQuestion[] => [
  // Whoever is not of the event gets another page.
  {
    ...question(MyEventDocument, { slug }),
    needs: ["event.membership.registered", "event.membership.roles"],
  },
  question(MatchingDocument, { eventId }),
  question(EventRoomDocument, { eventId }),
];

function question<V extends object>(
  document: TypedDocumentNode<unknown, V>,
  variables: NoInfer<V>,
): FirstQuestion {
  const { name, hash } = operationOf(document);
  return { documentId: hash, operationName: name, variables };
}
