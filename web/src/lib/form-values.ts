/**
 * What is typed into a form, over what is saved. Only the fields that were changed are held, each with what was saved
 * when it was: so fields that nobody touches here follow what others save, and what both changed is known.
 */

export type FieldValue = string | readonly string[];
export type FormValues = Readonly<Record<string, FieldValue>>;
export type FieldOf<V> = keyof V & string;

export type Edits<V> = {
  /** What was saved when each field was first changed. */
  readonly base: V;
  readonly typed: Partial<V>;
};

export const noEdits = <V>(saved: V): Edits<V> => ({ base: saved, typed: {} });

const fieldsOf = <V extends FormValues>(values: Partial<V>): FieldOf<V>[] =>
  // Object.keys cannot know that a form holds its own fields only.
  Object.keys(values) as FieldOf<V>[];

export function isSameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (typeof a === "string" || typeof b === "string" || !a || !b) return a === b;
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

export const isSameForm = <V extends FormValues>(a: V, b: V): boolean =>
  fieldsOf<V>(a).every((field) => isSameValue(a[field], b[field]));

export const valuesOf = <V extends FormValues>(saved: V, { typed }: Edits<V>): V => ({ ...saved, ...typed });

export const isDirty = <V extends FormValues>(saved: V, { typed }: Edits<V>): boolean =>
  fieldsOf<V>(typed).some((field) => !isSameValue(typed[field], saved[field]));

/** The edits with some fields set; a field that says what is saved is not changed any more. */
export function withChange<V extends FormValues>(saved: V, edits: Edits<V>, part: Partial<V>): Edits<V> {
  const typed = { ...edits.typed };
  const base = { ...(isDirty(saved, edits) ? edits.base : saved) };
  for (const field of fieldsOf<V>(part)) {
    if (!(field in typed)) base[field] = saved[field];
    if (isSameValue(part[field], saved[field])) delete typed[field];
    else typed[field] = part[field];
  }
  return { base, typed };
}

/** Fields that somebody else set to something else while they were being changed here, until one of both is taken. */
export const clashesOf = <V extends FormValues>(saved: V, { base, typed }: Edits<V>): FieldOf<V>[] =>
  fieldsOf<V>(typed).filter(
    (field) => !isSameValue(saved[field], base[field]) && !isSameValue(saved[field], typed[field]),
  );

/** Whether others' changes have come into a form that is being changed. */
export const isMerged = <V extends FormValues>(saved: V, edits: Edits<V>): boolean =>
  isDirty(saved, edits) && !isSameForm(saved, edits.base);

/** After `sent` was saved, as `saved`: what was typed since stays. */
export function afterSending<V extends FormValues>(saved: V, { typed }: Edits<V>, sent: V): Edits<V> {
  const rest = { ...typed };
  for (const field of fieldsOf<V>(rest)) if (isSameValue(rest[field], sent[field])) delete rest[field];
  return { base: saved, typed: rest };
}

/** `mine`, which was made of `base`, on top of `theirs`; null where both changed the same. */
export function rebased<V extends FormValues>(base: V, mine: V, theirs: V): V | null {
  const edits = withChange(base, noEdits(base), mine);
  return clashesOf(theirs, edits).length > 0 ? null : valuesOf(theirs, edits);
}

/** For keeping: `{field: [what was saved, what is typed]}`, or nothing. */
export function draftOf<V extends FormValues>({ base, typed }: Edits<V>): string {
  const pairs = fieldsOf<V>(typed).map((field) => [field, [base[field], typed[field]]]);
  return pairs.length ? JSON.stringify(Object.fromEntries(pairs)) : "";
}

/** Reads a kept draft of this form, each field as far as it can still be read; null if there is nothing in it. */
export function editsFrom<V extends FormValues>(text: string, saved: V): Edits<V> | null {
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== "object" || kept === null) return null;
    const edits: Edits<V> = { base: { ...saved }, typed: {} };
    for (const field of fieldsOf<V>(saved)) {
      const pair: unknown = Object.hasOwn(kept, field) ? Reflect.get(kept, field) : null;
      const like = saved[field];
      if (!Array.isArray(pair) || !isLike(pair[0], like) || !isLike(pair[1], like)) continue;
      edits.base[field] = pair[0];
      if (!isSameValue(pair[1], like)) edits.typed[field] = pair[1];
    }
    return fieldsOf<V>(edits.typed).length ? edits : null;
  } catch {
    return null;
  }
}

/** Whether a value from storage is of the kind that this field holds. */
function isLike<F extends FieldValue | undefined>(value: unknown, like: F): value is F {
  if (typeof like === "string") return typeof value === "string";
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

type Limits<V> = { readonly [F in FieldOf<V>]?: { readonly max: number } };

/** The texts that are longer than the server takes, counted as it counts them; `limits` is of `@/gen/limits`. */
export const tooLong = <V extends FormValues>(values: V, limits: Limits<V>): FieldOf<V>[] =>
  fieldsOf<V>(values).filter((field) => {
    const [most, text] = [limits[field]?.max, values[field]];
    return most !== undefined && typeof text === "string" && Array.from(text.trim()).length > most;
  });
