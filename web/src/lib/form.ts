"use client";

import { createRef, useEffect, useState, type ChangeEvent, type FormEvent, type RefObject } from "react";
import { flushSync } from "react-dom";

import { readDraft, writeDraft } from "./drafts";
import {
  afterSending,
  clashesOf,
  draftOf,
  editsFrom,
  isDirty,
  isMerged,
  isSameForm,
  isSameValue,
  noEdits,
  valuesOf,
  withChange,
  type Edits,
  type FieldOf,
  type FormValues,
} from "./form-values";
import { useLatest } from "./hooks";
import { useT, type MessageKey, type MessageValues } from "./i18n";
import { whenReleased } from "./press";
import { toProblem, type Problem } from "./problem";
import { createStore, type Store } from "./store";
import { useStore } from "./use-store";

/*
 * What every form does: when it says what is wrong, where the focus goes, what it keeps, and what it sends. Our own
 * and not react-hook-form, which would add 10 kB to the script of five routes (this is 2.3) and whose fields know
 * nothing of what others save meanwhile: following that, naming clashes and keeping drafts would be ours all the same.
 */

/** A sentence about what is wrong and what to do. */
export type Wrong = MessageKey | readonly [MessageKey, MessageValues];
export type FormErrors<V> = Partial<Record<FieldOf<V>, Wrong>>;
type TextField<V> = { [F in FieldOf<V>]: V[F] extends string ? F : never }[FieldOf<V>];

export type FormOptions<V extends FormValues> = {
  /** What is saved, or what a new thing begins with. Fields that are not being changed here follow it. */
  saved: V;
  /** In the order of the screen: the first one wrong gets the focus. */
  fields: readonly FieldOf<V>[];
  check: (values: V) => FormErrors<V>;
  /** Answers what is saved now; or, where sending ends the form, the way on. Throws what was refused. */
  send: (values: V) => Promise<V | (() => void)>;
  /** Keeps what is typed in this browser, under this key, until it is sent. */
  draft?: string;
  /** Where the focus goes when what was refused names no field. */
  refocus?: FieldOf<V>;
  /** Set to false where nothing is lost by leaving: the browser asks otherwise, while something is kept nowhere. */
  warn?: boolean;
};

export type Form<V extends FormValues> = {
  values: V;
  saved: V;
  dirty: boolean;
  pending: boolean;
  /** Fields that somebody else set to something else meanwhile. */
  clashes: readonly FieldOf<V>[];
  /** Others' changes have come in among one's own. */
  merged: boolean;
  set: (part: Partial<V>) => void;
  /** Call when a field is left; `bind` does. */
  left: (field: FieldOf<V>) => void;
  /** The sentence under a field: what the server refused, else what is wrong. */
  errorOf: (field: FieldOf<V>) => string | undefined;
  /** What was refused that is about no field on the screen: for `FormError`. */
  refusal: string | null;
  bind: <F extends TextField<V>>(field: F) => FieldBinding<V[F]>;
  submit: (event?: FormEvent) => void;
  /** Back to what is saved. An answer that is still under way says nothing any more. */
  discard: () => void;
  /** For the `<form>`. */
  props: { ref: RefObject<HTMLFormElement | null>; noValidate: true; onSubmit: (event: FormEvent) => void };
};

export type FieldBinding<T> = {
  name: string;
  value: T;
  onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) => void;
  onBlur: () => void;
};

type State<V> = {
  edits: Edits<V>;
  /** Whether a draft of these edits is in this browser. */
  kept: boolean;
  /** Fields whose error is said: once they were left, or all at sending. */
  shown: readonly FieldOf<V>[];
  refused: { field: FieldOf<V> | null; message: string } | null;
  pending: boolean;
  /** Counts what was sent and what was discarded: an answer to an earlier one is late. */
  turn: number;
  /** It was sent, and the screen is going. */
  over: boolean;
};

export function useForm<V extends FormValues>(options: FormOptions<V>): Form<V> {
  const t = useT();
  const { saved, check, draft, warn = true } = options;
  const latest = useLatest(options);
  const [element] = useState(() => createRef<HTMLFormElement>());
  const [store] = useState(() => createStore(begin(saved, draft)));
  const [{ set, left, discard }] = useState(() => editing(store, latest));
  const [submit] = useState(() => sending(store, latest, element));
  const state = useStore(store);
  const values = valuesOf(saved, state.edits);
  const wrong = check(values);
  const dirty = isDirty(saved, state.edits);
  useLeaveWarning(warn && dirty && !state.kept && !state.over);
  // An answer that comes after the form has gone must not lead anybody away from where they are by then.
  useEffect(() => () => store.set({ ...store.get(), turn: store.get().turn + 1 }), [store]);
  return {
    values,
    saved,
    dirty,
    pending: state.pending,
    clashes: clashesOf(saved, state.edits),
    merged: isMerged(saved, state.edits),
    set,
    left,
    discard,
    submit,
    errorOf: (field) => {
      if (state.refused?.field === field) return state.refused.message;
      const error = state.shown.includes(field) ? wrong[field] : undefined;
      return error && (typeof error === "string" ? t(error) : t(error[0], error[1]));
    },
    refusal: state.refused && !state.refused.field ? state.refused.message : null,
    bind: (field) => ({
      name: field,
      value: values[field],
      // TextField has only fields that hold text, which the compiler cannot follow through a computed name.
      onChange: (event) => set({ [field]: event.target.value } as Partial<V>),
      onBlur: () => left(field),
    }),
    props: { ref: element, noValidate: true, onSubmit: submit },
  };
}

type Latest<V extends FormValues> = { readonly current: FormOptions<V> };

function begin<V extends FormValues>(saved: V, draft: string | undefined): State<V> {
  const text = draft ? readDraft(draft) : "";
  const edits = text ? editsFrom(text, saved) : null;
  if (draft && text && !edits) writeDraft(draft, "");
  const quiet = { shown: [], refused: null, pending: false, turn: 0, over: false };
  return { edits: edits ?? noEdits(saved), kept: edits !== null, ...quiet };
}

/** Whether the edits are in this browser now. */
const keep = <V extends FormValues>(edits: Edits<V>, draft: string | undefined): boolean =>
  draft !== undefined && writeDraft(draft, draftOf(edits));

function editing<V extends FormValues>(store: Store<State<V>>, latest: Latest<V>) {
  const set = (part: Partial<V>) => {
    const now = store.get();
    const { saved, check, draft } = latest.current;
    const edits = withChange(saved, now.edits, part);
    const wrong = check(valuesOf(saved, edits));
    // What is mended is well at once; what becomes wrong while it is typed is only said when the field is left.
    const shown = now.shown.filter((field) => wrong[field]);
    const again = now.over ? { over: false, pending: false } : {};
    store.set({ ...now, edits, shown, refused: null, kept: keep(edits, draft), ...again });
  };
  const left = (field: FieldOf<V>) =>
    whenReleased(() => {
      const now = store.get();
      const { saved, check } = latest.current;
      const values = valuesOf(saved, now.edits);
      // A field that was only passed through is not wrong yet.
      if (!values[field]?.length && !(field in now.edits.typed)) return;
      if (check(values)[field] && !now.shown.includes(field))
        store.set({ ...now, shown: [...now.shown, field] });
    });
  const discard = () => {
    const { saved, draft } = latest.current;
    if (draft) writeDraft(draft, "");
    store.set({ ...begin(saved, undefined), turn: store.get().turn + 1 });
  };
  return { set, left, discard };
}

function sending<V extends FormValues>(
  store: Store<State<V>>,
  latest: Latest<V>,
  element: RefObject<HTMLFormElement | null>,
) {
  /** The error is on the page before the focus comes to its field, so that it is read with it. */
  const show = (next: Partial<State<V>>, field: FieldOf<V> | undefined) => {
    flushSync(() => store.set({ ...store.get(), ...next }));
    if (field) controlOf(element.current, field)?.focus();
  };
  const refuse = (problem: Problem, sent: V) => {
    const { saved, fields, refocus } = latest.current;
    const values = valuesOf(saved, store.get().edits);
    const named = fields.find((one) => one === problem.data.field);
    // A field that is not there, or says something else by now, cannot say what was refused.
    const isThere = named && controlOf(element.current, named) && isSameValue(values[named], sent[named]);
    const field = isThere ? named : null;
    const refused = { field, message: problem.message };
    // Whoever types on is not pulled away.
    show({ refused, pending: false }, isSameForm(values, sent) ? (field ?? refocus) : undefined);
  };
  const accept = (answer: V | (() => void), sent: V, isLate: boolean) => {
    const { draft, saved } = latest.current;
    const { edits } = store.get();
    const ends = typeof answer === "function";
    const rest = ends ? noEdits(saved) : afterSending(answer, edits, sent);
    // The same screen, opened again or in another tab, may keep something else by now.
    const isOurs = draft !== undefined && readDraft(draft) === draftOf(edits);
    const kept = isOurs && keep(rest, draft);
    if (isLate) return;
    if (!ends) return store.set({ ...store.get(), edits: rest, kept, pending: false });
    // It stays as it is, and pending, until the screen has changed.
    store.set({ ...store.get(), over: true });
    answer();
  };
  return (event?: FormEvent) => {
    event?.preventDefault();
    // A dialog's form lies inside no other, but its submit would still reach one by way of React.
    event?.stopPropagation();
    const now = store.get();
    if (now.pending) return;
    const { saved, fields, check, send } = latest.current;
    const sent = valuesOf(saved, now.edits);
    const wrong = check(sent);
    const shown = fields.filter((field) => wrong[field]);
    if (shown.length > 0) return show({ shown, refused: null }, shown[0]);
    const turn = now.turn + 1;
    const isLate = () => store.get().turn !== turn;
    store.set({ ...now, shown, refused: null, pending: true, turn });
    send(sent).then(
      (answer) => accept(answer, sent, isLate()),
      (error: unknown) => {
        if (!isLate()) refuse(toProblem(error), sent);
      },
    );
  };
}

/** A field's control by its name; of a group, by `data-field`, the first button. */
function controlOf(form: HTMLFormElement | null, field: string): HTMLElement | null {
  const name = CSS.escape(field);
  const controls = `[name="${name}"]:not([disabled]), [data-field="${name}"] button:not([disabled])`;
  return form?.querySelector<HTMLElement>(controls) ?? null;
}

/** The browser asks before the page goes, while it is `on`. */
function useLeaveWarning(on: boolean): void {
  // Only while it is on: a page that listens for this is kept out of the browser's cupboard.
  useEffect(() => {
    if (!on) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [on]);
}
