"use client";

import { AtSign, Code, SendHorizontal } from "lucide-react";
import { useId } from "react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { keepClear } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";
import { limits } from "@/gen/limits";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import { MentionPicker, optionId } from "./mention-picker";
import { useComposer, type Composing } from "./use-composer";

export type ComposerProps = Composing & { label: string };

const tellFrom = 0.1 * limits["chat.send"].body.max;

/** The field to write in. The draft is kept as it would be sent; the field shows mentions as names. */
export function Composer({ label, ...composing }: ComposerProps) {
  const t = useT();
  const id = useId();
  const { field, text, left, sendable, send, insert, typed, moved, closed, keys, mentions } =
    useComposer(composing);
  const { choosing, people, chosen, pick, point } = mentions;
  return (
    <div {...keepClear} className="relative mx-3 mb-3">
      {choosing && <MentionPicker id={id} people={people} active={chosen} onPick={pick} onActive={point} />}
      <div className="rounded-card bg-surface px-3 pt-2.5 pb-1.5 hairline-control focus-within:outline-2 focus-within:outline-accent-text">
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={choosing ? id : undefined}
          aria-activedescendant={choosing ? optionId(id, chosen) : undefined}
          onChange={(event) => typed(event.target.value, event.target.selectionStart)}
          onSelect={(event) => moved(event.currentTarget.selectionStart)}
          onBlur={closed}
          onKeyDown={keys}
          className="block w-full resize-none scrollbar-slim bg-transparent text-14 outline-none max-md:text-16"
        />
        <div className="-ms-1.5 mt-1 flex items-center gap-0.5">
          <Tool label={t("chat.code")} icon={Code} onClick={() => insert(fenceStart(text), "\n```\n")} />
          <Tool
            label={t("chat.mention")}
            icon={AtSign}
            onClick={() => insert(text && !/\s$/.test(text) ? " @" : "@")}
          />
          <CharactersLeft left={left} />
          <Button
            variant={sendable ? "accent" : "neutral"}
            size="icon-sm"
            aria-label={t("chat.send")}
            aria-disabled={!sendable}
            className="ms-auto -me-1.5"
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

/** Said when the end is near, and past it. */
function CharactersLeft({ left }: { left: number }) {
  const t = useT();
  if (left >= tellFrom) return null;
  return (
    <span
      role="status"
      className={cn("ms-auto px-1 text-12 tabular-nums", left < 0 ? "text-live-text" : "text-muted")}
    >
      {left < 0 ? t("chat.tooLong", { count: -left }) : t("chat.charactersLeft", { count: left })}
    </span>
  );
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
