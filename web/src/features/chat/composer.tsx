"use client";

import { AtSign, Code, SendHorizontal } from "lucide-react";
import { useId, useState, type ClipboardEvent, type DragEvent } from "react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { keepClear } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";
import { limits } from "@/gen/limits";
import { cn } from "@/lib/cn";
import { hasFiles } from "@/lib/file-drop";
import { useT } from "@/lib/i18n";

import { useWriting } from "./go-to-writing";
import { MentionPicker, optionId } from "./mention-picker";
import type { Untold } from "./typed-mentions";
import { useComposer, type Composing } from "./use-composer";

export type ComposerProps = Composing & { label: string };

const tellFrom = 0.1 * limits["chat.send"].body.max;

/** The field to write in. The draft is kept as it would be sent; the field shows mentions as names. */
export function Composer({ label, ...composing }: ComposerProps) {
  const t = useT();
  const id = useId();
  const composer = useComposer(composing);
  const { field, text, left, sendable, send, insert, typed, moved, closed, keys, mentions } = composer;
  const { choosing, people, chosen, pick, point } = mentions;
  const files = useFiles(insert);
  const place = useWriting(field, keys);
  return (
    <div {...keepClear} className="relative mx-3 mb-3">
      {choosing && <MentionPicker id={id} people={people} active={chosen} onPick={pick} onActive={point} />}
      <div className="rounded-card bg-surface px-3 pt-2.5 pb-1.5 hairline-control focus-within:outline-2 focus-within:outline-accent-text">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={choosing ? id : undefined}
          aria-activedescendant={choosing ? optionId(id, chosen) : undefined}
          onChange={(event) => {
            files.forget();
            typed(event.target.value, event.target.selectionStart);
          }}
          onPaste={files.paste}
          onDragOver={files.over}
          onDrop={files.drop}
          onSelect={(event) => moved(event.currentTarget.selectionStart)}
          {...place}
          onBlur={closed}
          className="block w-full resize-none scrollbar-slim bg-transparent text-14 outline-none [unicode-bidi:plaintext] max-md:text-16"
        />
        <Notes files={files.seen} untold={composer.untold} onChoose={composer.choose} />
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

/** Files cannot be sent yet: says so when one is pasted or dropped; text beside it is kept. */
function useFiles(insert: (text: string) => void) {
  const [seen, setSeen] = useState(false);
  return {
    seen,
    forget: () => setSeen(false),
    // The text of what is pasted goes on into the field.
    paste: ({ clipboardData }: ClipboardEvent) => setSeen(hasFiles(clipboardData)),
    over: (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    },
    drop: (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      const text = event.dataTransfer.getData("text/plain");
      if (text) insert(text);
      setSeen(true);
    },
  };
}

type NotesProps = { files: boolean; untold: Untold | null; onChoose: (untold: Untold) => void };

/** What the writer might take for granted, and is not so. */
function Notes({ files, untold, onChoose }: NotesProps) {
  const t = useT();
  return (
    <div role="status" className="text-12 text-muted">
      {files && <p className="pt-1">{t("chat.noFiles")}</p>}
      {untold && (
        <p className="pt-1 wrap-anywhere">
          {t(untold.several ? "chat.toldSeveral" : "chat.toldNobody", { name: untold.name })}{" "}
          {untold.several && (
            <button
              type="button"
              onClick={() => onChoose(untold)}
              className="min-h-6 font-medium text-accent-text hover:underline"
            >
              {t("chat.chooseWhom")}
            </button>
          )}
        </p>
      )}
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
