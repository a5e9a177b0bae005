"use client";

import { AtSign, Code, SendHorizontal } from "lucide-react";
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Tooltip } from "@/components/ui/tooltip";
import { limits } from "@/gen/limits";
import { cn } from "@/lib/cn";
import { useDraft } from "@/lib/hooks";
import { useT } from "@/lib/i18n";

import { MentionPicker, optionId, useMentionable, type FindPeople } from "./mention-picker";
import { mentioningAt } from "./mention-state";
import type { ChatPerson } from "./people";
import { decodeMentions, encodeMentions, mentionName } from "./text";

export type ComposerProps = {
  /** Whose draft this is: a room of a person. */
  draftKey: string;
  label: string;
  onSend: (body: string) => void;
  onTyping: () => void;
  /** Those who talked here lately. */
  near: ReadonlyArray<ChatPerson>;
  find: FindPeople | null;
};

const most = limits["chat.send"].body.max;
const tellFrom = 0.9 * most;
/** A typing signal is good for six seconds; said again before it ends. */
const typingEvery = 3_000;
const tallest = 180;

/** The field to write in. The draft is kept as it would be sent; the field shows mentions as names. */
export function Composer({ draftKey, label, onSend, onTyping, near, find }: ComposerProps) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useDraft(draftKey);
  const { text, picked } = decodeMentions(draft);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const typedAt = useRef(0);
  const place = useRef<number | null>(null);
  const mentioning = caret === null ? null : mentioningAt(text, caret);
  const people = useMentionable(mentioning?.query ?? null, near, find);
  const choosing = mentioning !== null && people.length > 0;
  const chosen = Math.min(active, people.length - 1);
  const left = most - Array.from(draft).length;
  const sendable = draft.trim() !== "" && left >= 0;

  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(tallest, box.scrollHeight)}px`;
    if (place.current !== null) box.setSelectionRange(place.current, place.current);
    place.current = null;
  }, [text]);

  const write = (next: string, also?: ChatPerson) => {
    const names = also ? new Map([...picked, [mentionName(also.name), also.id]]) : picked;
    setDraft(encodeMentions(next, names));
    if (next && Date.now() - typedAt.current > typingEvery) {
      typedAt.current = Date.now();
      onTyping();
    }
  };
  const send = () => {
    if (!sendable) return;
    onSend(draft.trim());
    setDraft("");
    setCaret(null);
    typedAt.current = 0;
    field.current?.focus();
  };
  /** Puts text where the caret is, around what is selected. */
  const insert = (start: string, end = "") => {
    const box = field.current;
    if (!box) return;
    const [from, to] = [box.selectionStart, box.selectionEnd];
    place.current = from + start.length;
    write(text.slice(0, from) + start + text.slice(from, to) + end + text.slice(to));
    setCaret(place.current);
    box.focus();
  };
  const pick = (person: ChatPerson) => {
    if (!mentioning || caret === null) return;
    const name = `@${mentionName(person.name)} `;
    place.current = mentioning.from + name.length;
    write(text.slice(0, mentioning.from) + name + text.slice(caret).replace(/^ /, ""), person);
    setCaret(place.current);
    setActive(0);
    field.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (choosing && chooseBy(event, people, chosen, { pick, setActive, close: () => setCaret(null) })) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  return (
    <div className="relative mx-3 mb-3">
      {choosing && (
        <MentionPicker id={id} people={people} active={chosen} onPick={pick} onActive={setActive} />
      )}
      <div className="rounded-card bg-surface px-3 pt-2.5 pb-1.5 hairline-strong focus-within:outline-2 focus-within:outline-accent-text">
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={choosing ? id : undefined}
          aria-activedescendant={choosing ? optionId(id, chosen) : undefined}
          onChange={(event) => {
            write(event.target.value);
            setCaret(event.target.selectionStart);
            setActive(0);
          }}
          onSelect={(event) => caret !== null && setCaret(event.currentTarget.selectionStart)}
          onBlur={() => setCaret(null)}
          onKeyDown={keys}
          className="block w-full resize-none scrollbar-slim bg-transparent text-14 outline-none max-md:text-16"
        />
        <div className="mt-1 -ml-1.5 flex items-center gap-0.5">
          <Tool label={t("chat.code")} icon={Code} onClick={() => insert(fenceStart(text), "\n```\n")} />
          <Tool
            label={t("chat.mention")}
            icon={AtSign}
            onClick={() => insert(text && !/\s$/.test(text) ? " @" : "@")}
          />
          {draft.length > tellFrom && left <= most - tellFrom && (
            <span
              role="status"
              className={cn("ml-auto px-1 text-12 tabular-nums", left < 0 ? "text-live-text" : "text-muted")}
            >
              {left < 0 ? t("chat.tooLong", { count: -left }) : t("chat.charactersLeft", { count: left })}
            </span>
          )}
          <Button
            variant={sendable ? "accent" : "neutral"}
            size="icon-sm"
            aria-label={t("chat.send")}
            aria-disabled={!sendable}
            className="-mr-1.5 ml-auto"
            onClick={send}
          >
            <Icon icon={SendHorizontal} />
          </Button>
        </div>
      </div>
    </div>
  );
}

const fenceStart = (text: string) => (text && !text.endsWith("\n") ? "\n```\n" : "```\n");

type Choosing = {
  pick: (person: ChatPerson) => void;
  setActive: (index: number) => void;
  close: () => void;
};

/** Keys while the list of people is open; answers whether the key was for it. */
function chooseBy(
  event: KeyboardEvent,
  people: ReadonlyArray<ChatPerson>,
  chosen: number,
  { pick, setActive, close }: Choosing,
): boolean {
  const person = people[chosen];
  if (event.key === "ArrowDown") setActive((chosen + 1) % people.length);
  else if (event.key === "ArrowUp") setActive((chosen + people.length - 1) % people.length);
  else if ((event.key === "Enter" || event.key === "Tab") && person) pick(person);
  else if (event.key === "Escape") close();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

function Tool({ label, icon, onClick }: { label: string; icon: typeof Code; onClick: () => void }) {
  return (
    <Tooltip text={label}>
      <Button variant="ghost" size="icon-sm" aria-label={label} onClick={onClick}>
        <Icon icon={icon} />
      </Button>
    </Tooltip>
  );
}
