import { Fragment, type ReactNode } from "react";

import { cn } from "@/lib/cn";
import type { Block, Inline, Markup as Blocks } from "@/lib/markup";

import { Words } from "./words";

type MarkupProps = { blocks: Blocks; className?: string };

/** A text that somebody wrote, with its paragraphs, lists, links and so on: elements made here, never HTML of theirs. */
export const Markup = ({ blocks, className }: MarkupProps) => (
  <div className={cn("space-y-3 wrap-anywhere", className)}>{blocks.map(blockAt)}</div>
);

/** Each runs as its first letter does. */
const blockAt = (block: Block, place: number) => drawn(block, place, "auto");
/** Those within a quote or an item run as that one does, which no letter would decide if each had its own direction. */
const blockWithin = (block: Block, place: number) => drawn(block, place);

function drawn(block: Block, place: number, dir?: "auto"): ReactNode {
  switch (block.is) {
    case "paragraph":
      return (
        <p key={place} dir={dir} className="text-start whitespace-pre-line">
          {block.of.map(inlineAt)}
        </p>
      );
    case "heading":
      // Not a heading of the page: its outline is the page's own.
      return (
        <p key={place} dir={dir} className="pt-1 text-start font-semibold whitespace-pre-line">
          {block.of.map(inlineAt)}
        </p>
      );
    case "codeBlock":
      return <CodeBlock key={place} text={block.text} />;
    case "quote":
      return (
        <blockquote
          key={place}
          dir={dir}
          className="space-y-2 border-s-2 border-border-strong ps-3 text-muted"
        >
          {block.of.map(blockWithin)}
        </blockquote>
      );
    case "list":
      return <List key={place} dir={dir} start={block.start} items={block.items} />;
    case "rule":
      return <hr key={place} className="border-border" />;
  }
}

type ListProps = Pick<Extract<Block, { is: "list" }>, "start" | "items"> & { dir?: "auto" };

/** As one: its numbers stand on one side. */
function List({ start, items, dir }: ListProps) {
  const inside = items.map((item, place) => (
    <li key={place} className="space-y-1 ps-1">
      {item.map(blockWithin)}
    </li>
  ));
  const look = "space-y-1 ps-6";
  if (start === null)
    return (
      <ul dir={dir} className={cn(look, "list-disc")}>
        {inside}
      </ul>
    );
  return (
    <ol dir={dir} start={start} className={cn(look, "list-decimal")}>
      {inside}
    </ol>
  );
}

/** Scrolls within itself, also by keys. */
const CodeBlock = ({ text }: { text: string }) => (
  <pre
    dir="ltr"
    tabIndex={0}
    className="scrollbar-slim overflow-x-auto rounded-control bg-sunken px-3 py-2.5 font-mono text-12/[18px] [overflow-wrap:normal] whitespace-pre"
  >
    {text}
  </pre>
);

function inlineAt(part: Inline, place: number): ReactNode {
  if (typeof part === "string")
    return (
      <Fragment key={place}>
        <Words text={part} />
      </Fragment>
    );
  switch (part.is) {
    case "bold":
      return (
        <strong key={place} className="font-semibold">
          {part.of.map(inlineAt)}
        </strong>
      );
    case "italic":
      return <em key={place}>{part.of.map(inlineAt)}</em>;
    case "struck":
      return <s key={place}>{part.of.map(inlineAt)}</s>;
    case "code":
      return (
        <code key={place} dir="ltr" className="rounded-kbd bg-sunken px-1 py-px font-mono text-12">
          <Words text={part.text} />
        </code>
      );
    case "link":
      return <Anchor key={place} url={part.url} of={part.of} />;
  }
}

function Anchor({ url, of }: { url: string; of: readonly Inline[] }) {
  const inside = <bdi>{of.map(inlineAt)}</bdi>;
  if (!safe.test(url)) return inside;
  return (
    <a
      href={url}
      target={url.toLowerCase().startsWith("mailto:") ? undefined : "_blank"}
      rel="noopener noreferrer nofollow"
      className="text-accent-text underline decoration-accent-text/40 underline-offset-2 hover:decoration-current"
    >
      {inside}
    </a>
  );
}

/** The server makes no others; what has gone astray on the way becomes no link either. */
const safe = /^(?:https?:\/\/|mailto:)/iu;
