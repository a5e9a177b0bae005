import { limits } from "@/gen/limits";

/** What is in a message's text: a pure reading of it, shown by `text-view.tsx`. Nothing in it is ever HTML. */
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
  `(?<code>\`[^\`\\n]+\`)|@\\[(?<name>[^\\[\\]\\n]{1,${longestName}})\\]\\((?<id>${id})\\)|(?<link>https?://[^\\s<>"'\`]+)`,
  "g",
);
/** A fence without an end runs to the end of the message. */
const fence = /(?:^|\n)```([\w+#.-]{0,20})[^\S\n]*\n([\s\S]*?)(?:\n```[^\S\n]*(?=\n|$)|$)/g;

export function parseText(body: string): Block[] {
  const blocks: Block[] = [];
  const words = (from: number, to: number) => {
    const text = body.slice(from, to).replace(/^\n+|\n+$/g, "");
    if (text) blocks.push({ kind: "text", parts: parseInline(text) });
  };
  let end = 0;
  for (const match of body.matchAll(fence)) {
    words(end, match.index);
    blocks.push({ kind: "code", language: (match[1] ?? "").toLowerCase(), text: match[2] ?? "" });
    end = match.index + match[0].length;
  }
  words(end, body.length);
  return blocks;
}

function parseInline(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  const plain = (to: number) => {
    if (to > end) parts.push({ kind: "text", text: text.slice(end, to) });
  };
  for (const match of text.matchAll(inline)) {
    const part = partOf(match);
    if (!part) continue;
    plain(match.index);
    parts.push(part);
    end = match.index + (part.kind === "link" ? part.text.length : match[0].length);
  }
  plain(text.length);
  return parts;
}

function partOf(match: RegExpExecArray): Part | null {
  const { code, name, id: who, link } = match.groups ?? {};
  if (code) return { kind: "code", text: code.slice(1, -1) };
  if (name && who) return { kind: "mention", name, id: who.toLowerCase() };
  const text = trimLink(link ?? "");
  try {
    return { kind: "link", text, href: new URL(text).href };
  } catch {
    return null;
  }
}

/** Without the full stop or bracket that ends the sentence, not the address. */
function trimLink(link: string): string {
  let text = link.replace(/[.,;:!?…]+$/, "");
  while (text.endsWith(")") && text.split("(").length < text.split(")").length) text = text.slice(0, -1);
  return text;
}

/** One line for lists and announcements: mentions as `@Name`, code without its marks. */
export const plainText = (body: string): string =>
  body
    .replace(mention, "@$1")
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
export const mentionName = (name: string): string =>
  name
    .replace(/[[\]\n]/g, " ")
    .slice(0, longestName)
    .trim();
