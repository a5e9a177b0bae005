"use client";

import {
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
  type RefObject,
} from "react";

import { limits } from "@/gen/limits";
import { useDraft } from "@/lib/hooks";
import { isComposing } from "@/lib/keys";
import { isBlank } from "@/lib/plain";

import type { FindPeople } from "./mention-picker";
import type { ChatPerson } from "./people";
import { decodeMentions, encodeMentions, endsInCode, mentionName } from "./text";
import { typedMentions, type Untold } from "./typed-mentions";
import { useMentions } from "./use-mentions";

export type ComposerHandle = {
  /** A message that was not sent, to be written anew, before what stands in the field. */
  edit: (body: string) => void;
};

/** What the field to write in stands on. */
export type Composing = {
  /** Whose draft this is: a room of a person. */
  draftKey: string;
  onSend: (body: string) => void;
  onTyping: () => void;
  /** Those who talked here lately. */
  near: ReadonlyArray<ChatPerson>;
  find: FindPeople | null;
  handle?: Ref<ComposerHandle>;
};

const most = limits["chat.send"].body.max;
/** A typing signal is good for six seconds; said again before it ends. */
const typingEvery = 3_000;
const tallest = 180;

/** The text that is being written, where its caret is, and sending it. */
export function useComposer({ draftKey, onSend, onTyping, near, find, handle }: Composing) {
  const [draft, setDraft, isStill] = useDraft(draftKey);
  const { text, picked } = decodeMentions(draft);
  const { field, placeCaret } = useField(text);
  const typing = useTypingSignal(onTyping);
  /** Followed while somebody may be mentioned at it. */
  const [caret, setCaret] = useState<number | null>(null);
  const write = (next: string, names = picked) => {
    setDraft(encodeMentions(next, names));
    if (next) typing.goesOn();
  };
  /** Writes for the person, who goes on at `at`. */
  const writeTo = (at: number, next: string, names = picked) => {
    placeCaret(at);
    write(next, names);
    setCaret(at);
    field.current?.focus();
  };
  useHandle(handle, draft, setDraft, field);
  /** Puts text where the caret is, around what is selected. */
  const insert = (start: string, end = "") => {
    const box = field.current;
    if (!box) return;
    const [from, to] = [box.selectionStart, box.selectionEnd];
    writeTo(from + start.length, text.slice(0, from) + start + text.slice(from, to) + end + text.slice(to));
  };
  const closed = () => setCaret(null);
  const mentions = useMentions(text, caret, near, find, {
    close: closed,
    pick: (person, { from, to }) => {
      const name = `@${mentionName(person.name)} `;
      const next = text.slice(0, from) + name + text.slice(to).replace(/^ /, "");
      writeTo(from + name.length, next, new Map([...picked, [mentionName(person.name), person.id]]));
    },
  });
  const { found, untold } = typedMentions(text, picked, mentions.known);
  const body = encodeMentions(text, new Map([...found, ...picked])).trim();
  const left = most - Array.from(body).length;
  const sendable = !isBlank(body) && left >= 0;
  const send = () => {
    if (!sendable || !isStill()) return;
    onSend(body);
    setDraft("");
    closed();
    typing.ends();
    field.current?.focus();
  };
  return {
    ...{ field, text, left, sendable, send, insert, closed, mentions },
    typed: (next: string, at: number) => {
      write(next);
      setCaret(at);
      mentions.point(0);
    },
    moved: (at: number) => caret !== null && setCaret(at),
    keys: (event: KeyboardEvent) => {
      const at = field.current?.selectionStart ?? text.length;
      if (!isComposing(event.nativeEvent) && !mentions.keys(event)) onEnter(event, text.slice(0, at), send);
    },
    /** A name that tells nobody, once it is written. */
    untold: mentions.typing ? null : untold,
    /** Shows whom the name may mean. */
    choose: ({ end }: Untold) => writeTo(end, text),
  };
}

/** Enter sends, but within a block of code; Shift and Enter never does, Ctrl and Enter always. */
function onEnter(event: KeyboardEvent, before: string, send: () => void): void {
  if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
  if (!event.ctrlKey && !event.metaKey && endsInCode(before)) return;
  event.preventDefault();
  send();
}

/** What others may do with the field. */
function useHandle(
  handle: Ref<ComposerHandle> | undefined,
  draft: string,
  setDraft: (draft: string) => void,
  field: RefObject<HTMLTextAreaElement | null>,
): void {
  useImperativeHandle(handle, () => ({
    edit: (body) => {
      setDraft(draft.trim() ? `${body}\n${draft}` : body);
      field.current?.focus();
    },
  }));
}

/** The field grows with its text; a caret is placed once the text it belongs to is in it. */
function useField(text: string) {
  const field = useRef<HTMLTextAreaElement>(null);
  const place = useRef<number | null>(null);
  // Measures what was just drawn, before it is seen.
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(tallest, box.scrollHeight)}px`;
    if (place.current !== null) box.setSelectionRange(place.current, place.current);
    place.current = null;
  }, [text]);
  const placeCaret = (at: number) => {
    place.current = at;
  };
  return { field, placeCaret };
}

/** Tells that somebody types, no more often than needed. */
function useTypingSignal(onTyping: () => void) {
  const told = useRef(0);
  return {
    goesOn: () => {
      if (Date.now() - told.current <= typingEvery) return;
      told.current = Date.now();
      onTyping();
    },
    ends: () => {
      told.current = 0;
    },
  };
}
