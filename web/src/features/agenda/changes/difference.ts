import type { ChangeLineFragment, SessionMomentFragment } from "@/gen/graphql";
import { t, type MessageKey } from "@/lib/i18n";
import { shortened } from "@/lib/plain";
import { clock, dayKey, dayShort, duration } from "@/lib/time";

/** What happened to a session, or a speaker, between two moments of an agenda. */
export type Change = ChangeLineFragment;
export type ChangeKind = Change["kind"];
type Moment = SessionMomentFragment;

/** Either side of a difference as people read it; `named` differs too, and is too long to be shown. */
export type Difference = { pairs: readonly { before: string; after: string }[]; named: readonly string[] };

/** The order in which kinds are read: what is lost first. */
export const kinds: readonly ChangeKind[] = ["removed", "moved", "changed", "added"];

const labels: Readonly<Record<string, MessageKey>> = {
  time: "changes.time",
  stage: "changes.stage",
  track: "changes.track",
  speakers: "changes.speakers",
  title: "changes.title",
  subtitle: "changes.subtitle",
  abstract: "changes.abstract",
  languages: "changes.languages",
  kind: "changes.sort",
  url: "changes.url",
  video: "changes.video",
  links: "changes.links",
  attachments: "changes.attachments",
  recording: "changes.recording",
  name: "changes.name",
  bio: "changes.bio",
  id: "changes.id",
};
const long = new Set(["abstract", "bio", "url", "video", "links", "attachments", "id"]);
const longest = 90;

/** "Abstract"; the field's own name for one that this page does not know yet. */
export const fieldLabel = (field: string): string => (labels[field] ? t(labels[field]) : field);

const lengthOf = ({ startsAt, endsAt }: Pick<Moment, "startsAt" | "endsAt">): number =>
  Date.parse(endsAt) - Date.parse(startsAt);
const whenText = (at: string, zone: string): string => `${dayShort(at, zone)} ${clock(at, zone)}`;
/** The day of the programme that a session counts to, which is not always the clock's. */
const programmeDay = ({ day, startsAt }: Moment, zone: string): string =>
  t("changes.countsTo", { day: dayShort(day ? `${day}T12:00:00Z` : startsAt, day ? "UTC" : zone) });

/** "K3, Sat 21 Nov 16:00, 25 min": where and when it is; a milestone has no length. */
export function placeOf(moment: Moment, zone: string, withLength = true): string {
  const when = whenText(moment.startsAt, zone);
  const length = lengthOf(moment);
  return [moment.stage, when, withLength && length > 0 ? duration(length) : ""].filter(Boolean).join(", ");
}

/** Who, where and when: the line under a title. */
export function lineOf(change: Change, zone: string): string {
  if (change.of === "speaker") return t("changes.speaker");
  const moment = change.kind === "removed" ? change.before : (change.after ?? change.before);
  if (!moment) return "";
  const who =
    moment.speakers.length > 2
      ? t("changes.speakersMore", { name: moment.speakers[0], count: moment.speakers.length - 1 })
      : moment.speakers.join(", ");
  // What moved stands beside it, with both sides.
  return (
    [who, change.kind === "changed" ? placeOf(moment, zone, false) : ""].filter(Boolean).join(", ") ||
    (change.kind === "moved" ? moment.track : "")
  );
}

/** What differs, in words: where and when as one, then short texts, then names of long ones. */
export function differenceOf(change: Change, zone: string): Difference {
  const { before, after, fields } = change;
  if (!before || !after) {
    const only = before ?? after;
    if (only) return { pairs: [sided(change.kind, placeOf(only, zone))], named: [] };
  }
  const there = new Set(fields.map(({ field }) => field));
  const moved =
    before && after && (there.has("time") || there.has("stage")) ? movedOf(before, after, there, zone) : null;
  const rest = fields.filter(({ field }) => field !== "time" && field !== "stage");
  const pairs = rest
    .filter(({ field }) => !long.has(field))
    .map((one) => ({ before: said(one.field, one.before, zone), after: said(one.field, one.after, zone) }));
  const named = rest.filter(({ field }) => long.has(field)).map(({ field }) => fieldLabel(field));
  return { pairs: moved ? [moved, ...pairs] : pairs, named };
}

const sided = (kind: ChangeKind, text: string) =>
  kind === "removed" ? { before: text, after: "" } : { before: "", after: text };

function movedOf(before: Moment, after: Moment, there: ReadonlySet<string>, zone: string) {
  const days = dayKey(before.startsAt, zone) !== dayKey(after.startsAt, zone);
  const start = before.startsAt !== after.startsAt;
  const length = lengthOf(before) !== lengthOf(after);
  const counts = there.has("time") && !start && !length && before.day !== after.day;
  const side = (moment: Moment) => {
    const parts = [
      there.has("stage") ? moment.stage || t("changes.noStage") : "",
      days ? whenText(moment.startsAt, zone) : start ? clock(moment.startsAt, zone) : "",
      length ? lengthText(moment) : "",
      counts ? programmeDay(moment, zone) : "",
    ];
    return parts.filter(Boolean).join(", ");
  };
  return { before: side(before), after: side(after) };
}

const lengthText = (moment: Moment): string => {
  const length = lengthOf(moment);
  return length > 0 ? duration(length) : t("changes.milestone");
};

/** What a field says, as the server writes it, in words. */
export function said(field: string, text: string, zone: string): string {
  if (field === "recording") return t(text === "no" ? "changes.notRecorded" : "changes.recorded");
  if (!text) return t("changes.nothing");
  if (field !== "time") return shortened(text, longest);
  const [startsAt = "", endsAt = ""] = text.split("/");
  if (Number.isNaN(Date.parse(startsAt)) || Number.isNaN(Date.parse(endsAt))) return text;
  const length = lengthOf({ startsAt, endsAt });
  const when = whenText(startsAt, zone);
  return length > 0 ? `${when}, ${duration(length)}` : when;
}

/** The changes by kind, in the order in which they are read; kinds without any are left out. */
export function byKind<C extends Change>(changes: readonly C[]): { kind: ChangeKind; changes: C[] }[] {
  return kinds
    .map((kind) => ({ kind, changes: changes.filter((change) => change.kind === kind) }))
    .filter((group) => group.changes.length > 0);
}
