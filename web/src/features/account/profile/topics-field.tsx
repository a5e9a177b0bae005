"use client";

import { X } from "lucide-react";
import { useId, useRef, useState, type KeyboardEvent } from "react";

import { Icon } from "@/components/ui/icon";
import { announce } from "@/components/ui/live-region";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { isComposing } from "@/lib/keys";
import { whenReleased } from "@/lib/press";

import { useSuggestions, type Suggest } from "./topics-suggest";
import { added, without, type Show } from "./topics-state";

export type PickProps = {
  values: readonly string[];
  /** How many there may be, and how many characters each may have. */
  limit: { readonly items: number; readonly max: number };
  onChange: (values: readonly string[]) => void;
  /** What fits what is typed. */
  suggest: Suggest;
  /** What each of the values is called. */
  show: Show;
  /** Whether anything may be typed, or only what is suggested. */
  free?: boolean;
  onBlur?: () => void;
  placeholder?: string;
  name?: string;
  // Given by Field.
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
};

type Picking = Pick<PickProps, "values" | "limit" | "onChange" | "suggest" | "show" | "free">;

/** What is typed, what is suggested for it, and what the keys do. */
function usePicking({ values, limit, onChange, suggest, show, free }: Picking) {
  const t = useT();
  const [text, setText] = useState("");
  const [at, setAt] = useState(-1);
  const [focused, setFocused] = useState(false);
  const full = values.length >= limit.items;
  const found = without(useSuggestions(full ? "" : text, suggest), values, show);
  const open = focused && found.length > 0;
  const chosen = open ? found[Math.min(at, found.length - 1)] : undefined;

  const write = (next: string) => {
    setText(next);
    setAt(-1);
  };
  const enter = () => setFocused(true);
  const type = (next: string) => {
    write(next);
    enter();
  };
  const add = (word: string | undefined) => {
    if (!word?.trim()) return;
    onChange(added(values, word, limit.items, show));
    announce(t("profile.added", { name: show(word.trim()) }));
    write("");
  };
  const remove = (word: string) => {
    onChange(values.filter((value) => value !== word));
    announce(t("profile.removed", { name: show(word) }));
  };
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    const to = open ? moved(event.key, at, found.length) : null;
    if (to !== null) {
      event.preventDefault();
      setAt(to);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      setFocused(false);
    } else if ((event.key === "Enter" || event.key === ",") && text.trim()) {
      event.preventDefault();
      add(chosen ?? (free ? text : found[0]));
    } else if (event.key === "Backspace" && !text && values.length) remove(values[values.length - 1] ?? "");
    else enter();
  };
  const leave = () => {
    setFocused(false);
    if (!free) setText("");
    // One more word may need one more line, which would move what is being pressed.
    else whenReleased(() => add(text));
  };
  return { text, full, found, open, chosen, type, add, remove, keys, leave, enter };
}

/** Where an arrow key leads from `at` (-1: nowhere yet) in a list that goes round; null for other keys. */
function moved(key: string, at: number, count: number): number | null {
  if (key === "ArrowDown") return at + 1 >= count ? 0 : at + 1;
  if (key === "ArrowUp") return at <= 0 ? count - 1 : at - 1;
  return null;
}

/** Several words in one field: suggestions while typing, Enter or comma adds, Backspace takes the last away. */
export function PickField(props: PickProps) {
  const { values, limit, onChange, suggest, show, free, onBlur, placeholder, ...field } = props;
  const t = useT();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const pick = usePicking({ values, limit, onChange, suggest, show, free });
  const remove = (value: string) => {
    pick.remove(value);
    input.current?.focus();
  };
  const leave = () => {
    pick.leave();
    onBlur?.();
  };
  return (
    <div className="relative" data-field={field.name}>
      <div
        className={cn(
          "flex min-h-9 flex-wrap items-center gap-1 rounded-control bg-surface p-1 hairline-control focus-within:outline-2 focus-within:outline-accent-text",
          field["aria-invalid"] && "shadow-[inset_0_0_0_1px_var(--danger)]",
        )}
      >
        {values.map((value) => (
          <Picked key={value} name={show(value)} onRemove={() => remove(value)} />
        ))}
        <input
          {...field}
          ref={input}
          role="combobox"
          aria-expanded={pick.open}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={pick.chosen ? `${list}${pick.found.indexOf(pick.chosen)}` : undefined}
          autoComplete="off"
          value={pick.text}
          maxLength={limit.max}
          disabled={pick.full}
          placeholder={
            pick.full ? t("profile.full", { count: limit.items }) : values.length ? "" : placeholder
          }
          onChange={(event) => pick.type(event.target.value)}
          onKeyDown={pick.keys}
          onFocus={pick.enter}
          onBlur={leave}
          className="h-7 min-w-24 flex-1 bg-transparent px-2 text-14 outline-none"
        />
      </div>
      <Suggestions
        id={list}
        open={pick.open}
        words={pick.found}
        show={show}
        chosen={pick.chosen}
        onPick={pick.add}
      />
    </div>
  );
}

type SuggestionsProps = {
  id: string;
  open: boolean;
  words: readonly string[];
  show: Show;
  chosen: string | undefined;
  onPick: (word: string) => void;
};

function Suggestions({ id, open, words, show, chosen, onPick }: SuggestionsProps) {
  const t = useT();
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={t("profile.suggestions")}
      hidden={!open}
      className="absolute inset-x-0 top-full z-40 mt-1 max-h-64 animate-rise-in overflow-y-auto rounded-card bg-raised p-1 shadow-2 outline outline-border"
    >
      {words.map((word, i) => (
        // The keys are the field's: an option is never focused.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events
        <li
          key={word}
          id={`${id}${i}`}
          role="option"
          aria-selected={word === chosen}
          // The field keeps the focus; a press would otherwise blur it first.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(word)}
          className="flex h-8 cursor-default items-center rounded-control px-2 text-13 select-none hover:bg-hover aria-selected:bg-hover max-md:h-10"
        >
          <bdi>{show(word)}</bdi>
        </li>
      ))}
    </ul>
  );
}

function Picked({ name, onRemove }: { name: string; onRemove: () => void }) {
  const t = useT();
  return (
    <span className="inline-flex h-7 max-w-full items-center gap-0.5 rounded-control bg-sunken ps-2 text-13">
      <span dir="auto" className="truncate">
        {name}
      </span>
      <button
        type="button"
        aria-label={t("profile.remove", { name })}
        onClick={onRemove}
        className="grid size-7 place-items-center rounded-control text-muted hover:text-foreground"
      >
        <Icon icon={X} size={14} />
      </button>
    </span>
  );
}
