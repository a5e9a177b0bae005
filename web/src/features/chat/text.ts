import { limits } from "@/gen/limits";
import { cut } from "@/lib/plain";

import { linksIn } from "./links";

/**
 * What is in a message's text: a pure reading of it, shown by `text-view.tsx`. Nothing in it is ever HTML. Linear in the
 * text and bounded in what comes out, whatever is typed: every reader's browser does this for each message.
 */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  | { readonly kind: "mention"; readonly name: string; readonly id: string };
export type Block =
  | { readonly kind: "text"; readonly parts: ReadonlyArray<Part> }
  | { readonly kind: "code"; readonly language: string; readonly text: string };

const longestName = limits.ProfileInput.name.max;
const id = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const mention = new RegExp(`@\\[([^\\[\\]\\n]{1,${longestName}})\\]\\((${id})\\)`, "g");
const inline = new RegExp(
  `(?<code>\`[^\`\\n]+\`)|@\\[(?<name>[^\\[\\]\\n]{1,${longestName}})\\]\\((?<id>${id})\\)`,
  "g",
);
/** The line that begins a block of code. */
const fenceStart = /^```([\w+#.-]{0,20})[^\S\n]*$/u;
/** Beyond this many links, mentions, pieces and blocks of code the rest is shown as it was typed. */
const mostPieces = 200;
/** As many empty lines are shown together. */
const mostEmptyLines = 2;

export function parseText(body: string): Block[] {
  const blocks: Block[] = [];
  let left = mostPieces;
  let words: string[] = [];
  const endWords = () => {
    const text = joined(words);
    words = [];
    if (!text) return;
    const parts = parseInline(text, left);
    left = Math.max(0, left - parts.length);
    blocks.push({ kind: "text", parts });
  };
  const lines = body.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const start = left > 0 ? fenceStart.exec(line) : null;
    // What begins on the last line has nothing in it.
    if (!start || at === lines.length - 1) {
      words.push(line);
      continue;
    }
    endWords();
    const from = at + 1;
    // A fence without an end runs to the end of the message.
    for (at = from; at < lines.length && !isFenceEnd(lines[at] ?? "");) at++;
    left -= 1;
    const text = lines.slice(from, at).join("\n");
    blocks.push({ kind: "code", language: (start[1] ?? "").toLowerCase(), text });
  }
  endWords();
  return blocks;
}

/** Whether the end of this text is within a block of code: an Enter there belongs to it. */
export function endsInCode(text: string): boolean {
  let open = false;
  for (const line of text.split("\n")) open = open ? !isFenceEnd(line) : fenceStart.test(line);
  return open;
}

/** Of a message longer than this, in UTF-16 units or lines, only the beginning is drawn until somebody asks for all. */
const mostDrawn = 1_000;
const mostLines = 14;

/** The beginning of a long text; the same blocks where it is short. Told by its length: measuring it would lay it all out. */
export function beginningOf(blocks: ReadonlyArray<Block>): ReadonlyArray<Block> {
  let units = mostDrawn;
  let lines = mostLines;
  let whole = true;
  /** As much of a text as there is room for. */
  const fitting = (text: string): string => {
    const rows = text.split("\n", lines + 1);
    const start = cut(rows.length > lines ? rows.slice(0, lines).join("\n") : text, Math.max(0, units));
    if (start.length < text.length) whole = false;
    units -= start.length;
    lines -= Math.min(rows.length, lines) - 1;
    return start;
  };
  const kept: Block[] = [];
  for (const block of blocks) {
    if (units <= 0 || lines <= 0) return kept;
    if (block.kind === "code") kept.push({ ...block, text: fitting(block.text) });
    else
      kept.push({
        ...block,
        parts: block.parts.flatMap((part) => fittingPart(part, whole ? fitting : null)),
      });
    if (!whole) return kept;
    lines -= 1;
  }
  return whole ? blocks : kept;
}

/** A part as far as there is room; names are short, and whole. Nothing once there is none. */
function fittingPart(part: Part, fitting: ((text: string) => string) | null): Part[] {
  if (!fitting) return [];
  if (part.kind === "mention") return fitting(part.name) === part.name ? [part] : [];
  const text = fitting(part.text);
  return text ? [{ ...part, text }] : [];
}

const isFenceEnd = (line: string) => line.startsWith("```") && line.trimEnd() === "```";

/** The lines without empty ones around them, and without many together: a message is no taller than what it says. */
function joined(lines: ReadonlyArray<string>): string {
  const kept: string[] = [];
  let empty = 0;
  for (const line of lines) {
    empty = line.trim() ? 0 : empty + 1;
    if (empty <= (kept.length ? mostEmptyLines : 0)) kept.push(line);
  }
  return kept.slice(0, kept.length - Math.min(empty, mostEmptyLines, kept.length)).join("\n");
}

/** Code and mentions, and addresses in what stands between them. */
function parseInline(text: string, most: number): Part[] {
  const parts: Part[] = [];
  for (const piece of codeAndMentions(text, most)) {
    if (piece.kind !== "text" || parts.length >= most) parts.push(piece);
    else parts.push(...withLinks(piece.text, most - parts.length));
  }
  return parts;
}

function codeAndMentions(text: string, most: number): Part[] {
  const parts: Part[] = [];
  let end = 0;
  const plain = (to: number) => {
    if (to > end) parts.push({ kind: "text", text: text.slice(end, to) });
  };
  for (const { 0: typed, index, groups: { code, name, id: who } = {} } of text.matchAll(inline)) {
    if (parts.length >= most) break;
    plain(index);
    if (code) parts.push({ kind: "code", text: code.slice(1, -1) });
    else parts.push({ kind: "mention", name: name ?? "", id: (who ?? "").toLowerCase() });
    end = index + typed.length;
  }
  plain(text.length);
  return parts;
}

function withLinks(text: string, most: number): Part[] {
  const parts: Part[] = [];
  let end = 0;
  const plain = (to: number) => {
    if (to > end) parts.push({ kind: "text", text: text.slice(end, to) });
  };
  for (const link of linksIn(text)) {
    if (parts.length >= most) break;
    plain(link.at);
    parts.push({ kind: "link", text: link.text, href: link.href });
    end = link.at + link.text.length;
  }
  plain(text.length);
  return parts;
}

/** Mentions by name, all else as it was written: for the clipboard. */
export const namedText = (body: string): string => body.replace(mention, "@$1");

/** One line for lists and announcements: mentions as `@Name`, code without its marks. */
export const plainText = (body: string): string =>
  namedText(body)
    .replace(/```[\w+#.-]*\n?/g, " ")
    .replace(/\s+/g, " ")
    .trim();

/** People picked from the list while writing, by what stands in the field for them. */
export type Picked = ReadonlyMap<string, string>;

/** "@Ada Lovelace" as the server reads it, for those who were picked; longer names first, so that none hides another. */
export function encodeMentions(text: string, picked: Picked): string {
  const names = [...picked.keys()]
    .filter((name) => text.includes(`@${name}`))
    .sort((a, b) => b.length - a.length);
  if (!names.length) return text;
  const any = new RegExp(
    `@(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})(?![\\p{L}\\p{N}])`,
    "gu",
  );
  return text.replace(any, (_, name: string) => `@[${name}](${picked.get(name) ?? ""})`);
}

/** The reverse, for a draft that was kept. */
export function decodeMentions(body: string): { text: string; picked: Picked } {
  const picked = new Map<string, string>();
  const text = body.replace(mention, (_, name: string, who: string) => {
    picked.set(name, who);
    return `@${name}`;
  });
  return { text, picked };
}

/** A name as it can stand in a mention. */
export const mentionName = (name: string): string => cut(name.replace(/[[\]\n]/g, " "), longestName).trim();
