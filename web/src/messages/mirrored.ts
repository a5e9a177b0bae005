import type { Options, Part, Text } from "@/lib/icu";

/** Right-to-left override around each word, as a right-to-left script would run; and longer, as most languages are. */
// The mark goes first: what is isolated runs as its first letter does, and an override does not change what that is.
const [override, end] = ["\u200f\u202e", "\u202c"];

/** English as a language that runs from right to left and takes a third more room. Arguments and syntax stay. */
export function mirrored<Some extends Readonly<Record<string, Texts>>>(catalogue: Some): Some {
  const namespaces = Object.entries(catalogue).map(([name, texts]) => [name, all(texts)]);
  return Object.fromEntries(namespaces) as Some;
}

type ChoosingPart = Extract<Part, { 2: Options }>;
type Texts = Readonly<Record<string, Text>>;
const all = (texts: Texts) =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, mirror(text)]));

/** Only what is said is changed: names of values, and what they choose by, stay. */
export function mirror(text: Text): Text {
  return typeof text === "string" ? said(text) : text.map(mirrorPart);
}

function mirrorPart(part: Part): Part {
  if (typeof part === "string") return said(part);
  if (part === 0 || part.length < 3) return part;
  const [name, kind, of, ...rest] = part as ChoosingPart;
  return [name, kind, mirrorAll(of), ...rest] as ChoosingPart;
}

const mirrorAll = (options: Options): Options =>
  Object.fromEntries(Object.entries(options).map(([key, parts]) => [key, parts.map(mirrorPart)]));

const said = (text: string) =>
  text.replace(/\p{L}[\p{L}'’]*/gu, (word) => `${override}${word}${tail(word)}${end}`);
const tail = (word: string) => "~".repeat(Math.ceil(word.length * 0.3));
