import type { LiveSession, LiveState } from "@/features/live-event";
import type { SessionInput, WholeSessionFragment } from "@/gen/graphql";
import { limits } from "@/gen/limits";
import type { FormErrors } from "@/lib/form";
import { tooLong } from "@/lib/form-values";
import { isBlank } from "@/lib/plain";

import { instantOf, keptInstant, later, localOf } from "../zone-time";

/** A session as it stands in its dialog: times on the event's clock, one speaker a line. */
export type SessionForm = {
  title: string;
  subtitle: string;
  startsAt: string;
  endsAt: string;
  stage: string;
  track: string;
  speakers: string;
  /** Tags, parted by commas. */
  languages: string;
  abstract: string;
};
export type SessionField = keyof SessionForm;

export const sessionFields = [
  "title",
  "subtitle",
  "startsAt",
  "endsAt",
  "stage",
  "track",
  "speakers",
  "languages",
  "abstract",
] as const satisfies readonly SessionField[];

const longestSession = limits.SessionInput.endsAt.max * 1_000;
const { speakers, languages, ...lengths } = limits.SessionInput;
const mostSpeakers = speakers.items;
const mostLanguages = languages.items;

const parts = (text: string, by: string): string[] =>
  Array.from(new Set(text.split(by).map((one) => one.trim()))).filter(Boolean);
const lines = (text: string): string[] => parts(text, "\n");

/** After the last one, if that is before the event's end; at the event's start otherwise. */
export function newSession({ event, agenda }: LiveState): SessionForm {
  const last = Array.from(agenda.sessions.values()).at(-1);
  const follows = last && last.endsAt >= event.startsAt && last.endsAt < event.endsAt;
  const startsAt = localOf(follows ? last.endsAt : event.startsAt, event.timeZone);
  return {
    title: "",
    subtitle: "",
    startsAt,
    endsAt: later(startsAt, 45),
    stage: "",
    track: "",
    speakers: "",
    languages: "",
    abstract: "",
  };
}

export function sessionFormOf(state: LiveState, session: WholeSessionFragment): SessionForm {
  const { agenda, event } = state;
  const { title, subtitle, languages, abstract } = session;
  return {
    title,
    subtitle,
    languages: languages.join(", "),
    abstract,
    startsAt: localOf(session.startsAt, event.timeZone),
    endsAt: localOf(session.endsAt, event.timeZone),
    stage: agenda.stages.get(session.stageId ?? "")?.name ?? "",
    track: agenda.tracks.get(session.trackId ?? "")?.name ?? "",
    speakers: session.speakerIds.flatMap((id) => agenda.speakers.get(id)?.name ?? []).join("\n"),
  };
}

/** What is sent; `saved` is the session as it is kept, null for a new one. Only for a form without errors. */
export function sessionInputOf(
  form: SessionForm,
  zone: string,
  saved: LiveSession | null = null,
): SessionInput {
  return {
    ...form,
    startsAt: keptInstant(form.startsAt, zone, saved?.startsAt),
    endsAt: keptInstant(form.endsAt, zone, saved?.endsAt),
    speakers: lines(form.speakers),
    languages: parts(form.languages, ","),
  };
}

/** What is wrong, by field; empty when it may be sent. As in the server's rules, which decide. */
export function sessionErrors(form: SessionForm, zone: string): FormErrors<SessionForm> {
  const errors: FormErrors<SessionForm> = {};
  for (const field of tooLong(form, lengths)) errors[field] = "organiser.tooLong";
  if (isBlank(form.title)) errors.title = "organiser.titleMissing";
  if (lines(form.speakers).length > mostSpeakers)
    errors.speakers = ["organiser.tooManySpeakers", { mostSpeakers }];
  const tags = parts(form.languages, ",");
  if (tags.length > mostLanguages) errors.languages = ["organiser.tooManyLanguages", { mostLanguages }];
  else if (tags.some((tag) => tag.length > languages.max)) errors.languages = "organiser.tooLong";
  const [start, end] = [instantOf(form.startsAt, zone), instantOf(form.endsAt, zone)];
  if (!start) errors.startsAt = "organiser.timeMissing";
  if (!end) errors.endsAt = "organiser.timeMissing";
  if (start && end) {
    const span = Date.parse(end) - Date.parse(start);
    if (span < 0) errors.endsAt = "organiser.endsFirst";
    else if (span > longestSession) errors.endsAt = "organiser.sessionTooLong";
  }
  return errors;
}

/** What a new start changes: the session stays as long as it is. */
export function withStart(form: SessionForm, startsAt: string): Partial<SessionForm> {
  if (!startsAt || !form.startsAt || form.endsAt <= form.startsAt) return { startsAt };
  const minutes = (Date.parse(`${form.endsAt}Z`) - Date.parse(`${form.startsAt}Z`)) / 60_000;
  return { startsAt, endsAt: later(startsAt, minutes) };
}

/** What else happens on that stage at that time, `id` itself aside: worth a warning, not a refusal. */
export function overlapping(state: LiveState, id: string, form: SessionForm): LiveSession[] {
  const zone = state.event.timeZone;
  const start = Date.parse(instantOf(form.startsAt, zone) ?? "");
  const end = Date.parse(instantOf(form.endsAt, zone) ?? "");
  const stage = form.stage.trim();
  if (!stage || !(start < end)) return [];
  return Array.from(state.agenda.sessions.values()).filter(
    (other) =>
      other.id !== id &&
      state.agenda.stages.get(other.stageId ?? "")?.name === stage &&
      Date.parse(other.startsAt) < end &&
      Date.parse(other.endsAt) > start,
  );
}
