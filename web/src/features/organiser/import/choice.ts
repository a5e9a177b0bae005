import type { ImportChoice } from "@/gen/graphql";

import type { Preview, PreviewChange } from "./import-store";

/** What of a preview is not taken as the file has it: the rest is. */
export type Selection = {
  /** Changes that are left. */
  leave: ReadonlySet<string>;
  /** Sessions that no file brought, and that are removed nevertheless. */
  also: ReadonlySet<string>;
  /** By session: fields in which the file's word counts against somebody's hand. */
  take: ReadonlyMap<string, ReadonlySet<string>>;
};

export const asTheFile: Selection = { leave: new Set(), also: new Set(), take: new Map() };

export const isChosen = ({ leave, also }: Selection, change: PreviewChange): boolean =>
  change.byHand ? also.has(change.id) : !leave.has(change.id);

const withId = (ids: ReadonlySet<string>, id: string, is: boolean): ReadonlySet<string> => {
  const after = new Set(ids);
  if (is) after.add(id);
  else after.delete(id);
  return after;
};

export function chosen(selection: Selection, change: PreviewChange, is: boolean): Selection {
  const { leave, also } = selection;
  return change.byHand
    ? { ...selection, also: withId(also, change.id, is) }
    : { ...selection, leave: withId(leave, change.id, !is) };
}

/** All of a group at once; what people made by hand is chosen one by one only. */
export function allChosen(selection: Selection, changes: readonly PreviewChange[]): Selection {
  const file = changes.filter((change) => !change.byHand);
  const is = file.some((change) => !isChosen(selection, change));
  return (is ? file : changes).reduce((after, change) => chosen(after, change, is), selection);
}

export function groupState(
  selection: Selection,
  changes: readonly PreviewChange[],
): { count: number; checked: boolean | "indeterminate" } {
  const count = changes.filter((change) => isChosen(selection, change)).length;
  return { count, checked: count === 0 ? false : count === changes.length || "indeterminate" };
}

export const takes = ({ take }: Selection, id: string, field: string): boolean =>
  take.get(id)?.has(field) ?? false;

export function taken(selection: Selection, id: string, field: string, theirs: boolean): Selection {
  const take = new Map(selection.take);
  take.set(id, withId(take.get(id) ?? new Set(), field, theirs));
  return { ...selection, take };
}

export type GroupName = "removed" | "changed" | "added";
export type Group = { name: GroupName; changes: readonly PreviewChange[] };

/** What is lost, what differs, what is new; groups without anything are left out. Those by hand come last. */
export function groupsOf(changes: readonly PreviewChange[]): Group[] {
  const of = (name: GroupName, ...kinds: PreviewChange["kind"][]): Group => ({
    name,
    changes: changes
      .filter((change) => kinds.includes(change.kind))
      .sort((a, b) => Number(a.byHand) - Number(b.byHand)),
  });
  return [of("removed", "removed"), of("changed", "changed", "moved"), of("added", "added")].filter(
    (group) => group.changes.length > 0,
  );
}

/** How many changes the file asks for; those of speakers are in the list only. */
export const askedFor = ({ added, changed, moved, removed, changes }: Preview): number =>
  added + changed + moved + removed + changes.filter((change) => change.of === "speaker").length;

/** How many changes of this kind the file asks for and are not listed: those are made as the file has them. */
export function unlisted({ added, changed, moved, removed }: Preview, { name, changes }: Group): number {
  const all = { added, changed: changed + moved, removed }[name];
  return Math.max(0, all - changes.filter((change) => change.of === "session" && !change.byHand).length);
}

/** How many changes are made. */
export const countOf = (preview: Preview, { leave, also }: Selection): number =>
  askedFor(preview) -
  preview.changes.filter((change) => !change.byHand && leave.has(change.id)).length +
  preview.changes.filter((change) => change.byHand && also.has(change.id)).length;

/** What is sent; of changes that are still there. */
export function choiceOf(
  preview: Preview,
  { leave, also, take }: Selection,
  evenMuch: boolean,
): ImportChoice {
  const there = new Set(preview.changes.map(({ id }) => id));
  const known = (ids: ReadonlySet<string>) => Array.from(ids).filter((id) => there.has(id));
  return {
    leave: known(leave),
    also: known(also),
    take: Array.from(take, ([id, fields]) => ({ id, fields: Array.from(fields) })).filter(
      ({ id, fields }) => there.has(id) && fields.length > 0,
    ),
    evenMuch,
  };
}
