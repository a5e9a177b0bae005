import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

import {
  EventThereDocument,
  PublicEventDocument,
  SessionThereDocument,
  type PublicEventQuery,
  type SessionThereQuery,
} from "@/gen/graphql";
import { Problem, toProblem } from "@/lib/problem";
import { serverQuery } from "@/lib/server-graphql";

import { eventView, type EventView } from "./event-view";
import { liveStateOf } from "./live-state";

export type EventHost = PublicEventQuery["event"]["host"];
export type LoadedEvent = { view: EventView; host: EventHost; /** ms */ at: number };

/**
 * The public page's data, on the server, as whoever sent `cookie`. Null when there is no such event, or none that they
 * may see; throws other Problems.
 */
export async function loadEvent(slug: string, cookie: string, now: number): Promise<LoadedEvent | null> {
  const found = await orNull(ask(PublicEventDocument, { slug }, cookie));
  if (!found) return null;
  const { host, ...event } = found.event;
  return { view: eventView(liveStateOf(event), now), host, at: now };
}

/** Whether whoever sent `cookie` may see an event by this name; true while nobody can tell. */
export async function isEventThere(slug: string, cookie: string): Promise<boolean> {
  return Boolean(await orNull(ask(EventThereDocument, { slug }, cookie)).catch(() => true));
}

export type SessionHead = SessionThereQuery["session"];

/** What a session's page says of itself. Null when it is not of this event; undefined while nobody can tell. */
export async function loadSessionHead(
  slug: string,
  id: string,
  cookie: string,
): Promise<SessionHead | null | undefined> {
  try {
    const found = await orNull(ask(SessionThereDocument, { slug, id }, cookie));
    return found?.session.eventId === found?.event.id ? (found?.session ?? null) : null;
  } catch {
    return undefined;
  }
}

/** Null for what is not there, or not for whoever asks. */
async function orNull<D>(answer: Promise<D>): Promise<D | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Problem && (error.code === "not_found" || error.code === "invalid")) return null;
    throw error;
  }
}

/** A token that has just ended must not hide what everybody may see: the browser refreshes it, and asks again. */
async function ask<D, V extends Record<string, unknown>>(
  document: TypedDocumentNode<D, V>,
  variables: V,
  cookie: string,
): Promise<D> {
  try {
    return await serverQuery(document, variables, { cookie });
  } catch (error) {
    const { code } = toProblem(error);
    if (!cookie || (code !== "expired" && code !== "unauthenticated")) throw error;
    return serverQuery(document, variables);
  }
}
