"use client";

import { memo, useMemo, useState } from "react";

import { Words } from "@/components/ui/words";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import { highlight, type Token } from "./highlight";
import { beginningOf, parseText, type Block, type Part } from "./text";

const colours: Record<NonNullable<Token["kind"]>, string> = {
  kw: "text-code-kw",
  str: "text-code-str",
  fn: "text-code-fn",
  num: "text-code-num",
  comment: "text-muted",
};

export type TextViewProps = {
  body: string;
  /** Whom it really mentions; null while it is on its way and nobody has looked. */
  mentions: ReadonlyArray<string> | null;
};

/** What somebody wrote: text, code, links, mentions, as React nodes only; of a long one the beginning, until asked for all. */
export const TextView = memo(function TextView({ body, mentions }: TextViewProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const all = useMemo(() => parseText(body), [body]);
  const beginning = useMemo(() => beginningOf(all), [all]);
  const long = beginning !== all;
  return (
    <>
      <div className={cn(long && !open && "max-h-[300px] overflow-clip mask-b-from-75% mask-b-to-100%")}>
        {(open ? all : beginning).map((block, i) => (
          <BlockView key={i} block={block} mentions={mentions} />
        ))}
      </div>
      {long && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="mt-0.5 min-h-6 text-13 font-medium text-accent-text hover:underline"
        >
          {t(open ? "chat.showLess" : "chat.showMore")}
        </button>
      )}
    </>
  );
});

function BlockView({ block, mentions }: { block: Block; mentions: TextViewProps["mentions"] }) {
  if (block.kind === "code") return <CodeView text={block.text} language={block.language} />;
  return (
    // Each line runs as its own first letter does.
    <p dir="auto" className="text-start whitespace-pre-wrap [unicode-bidi:plaintext]">
      {block.parts.map((part, i) => (
        <PartView key={i} part={part} mentions={mentions} />
      ))}
    </p>
  );
}

function PartView({ part, mentions }: { part: Part; mentions: TextViewProps["mentions"] }) {
  if (part.kind === "text") return <Words text={part.text} />;
  if (part.kind === "code")
    return (
      <code dir="ltr" className="rounded-kbd bg-sunken px-1 py-px font-mono text-12">
        <Words text={part.text} />
      </code>
    );
  if (part.kind === "link")
    return (
      <a
        href={part.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="text-accent-text underline decoration-accent-text/40 underline-offset-2 hover:decoration-current"
      >
        <bdi>
          <Words text={part.text} />
        </bdi>
      </a>
    );
  const real = !mentions || mentions.includes(part.id);
  return (
    <bdi className={cn(real && "rounded-kbd bg-accent-soft px-1 font-medium text-accent-text")}>
      @{part.name}
    </bdi>
  );
}

const CodeView = memo(function CodeView({ text, language }: { text: string; language: string }) {
  return (
    <pre
      dir="ltr"
      tabIndex={0}
      className="my-1 scrollbar-slim overflow-x-auto rounded-control bg-sunken px-3 py-2.5 font-mono text-12/[18px] [overflow-wrap:normal] whitespace-pre"
    >
      {highlight(text, language).map((token, i) => (
        <span key={i} className={token.kind ? colours[token.kind] : undefined}>
          {token.text}
        </span>
      ))}
    </pre>
  );
});
