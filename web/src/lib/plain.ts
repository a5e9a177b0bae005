/** Text that somebody typed, as far as machines have to take care of it. Everything here is linear in its length. */

/** Half of a surrogate pair, alone: what is left of an emoji that was cut, or was sent to break something. */
const half = /\p{Cs}/gu;

/**
 * The same value with halves of surrogate pairs left out of its texts, as the server cleans what it keeps
 * (`kernel/text.py`); itself if there are none. Strict decoders refuse the whole message for one of them, so nothing
 * leaves this page without having gone through here. Lists and plain objects are looked into, anything else is kept.
 */
export function wellFormed<T>(value: T): T;
export function wellFormed(value: unknown): unknown {
  if (typeof value === "string") return value.replace(half, "");
  if (Array.isArray(value)) {
    const made = value.map((one: unknown) => wellFormed(one));
    return made.some((one, i) => one !== value[i]) ? made : value;
  }
  if (!isPlain(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, wellFormed(one)] as const);
  return entries.some(([key, one]) => one !== value[key]) ? Object.fromEntries(entries) : value;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A letter, digit, mark of a sentence or sign; or what this browser does not know yet, but what is never visible. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]|(?!\p{DI})\p{Cn}/u;
/** Letters and signs, and yet nothing to see: Hangul fillers, Braille without dots, a note without a head. */
const blanks = /[\u115f\u1160\u2800\u3164\uffa0\u{1d159}]/gu;

/** Whether nothing can be seen in a text: as the server says it (`is_visible` in `kernel/text.py`). */
export const isBlank = (text: string): boolean => !visible.test(text.replace(blanks, ""));

/** More units than any honest character has: families, flags, stacked accents. */
const longestCharacter = 64;
let segmenter: Intl.Segmenter | null = null;

/**
 * The beginning of a text, `most` UTF-16 units at most, never ending in the middle of what people see as one
 * character. One that has no end (a letter under thousands of accents) is cut between its code points.
 */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const near = text.slice(0, most + longestCharacter);
  let end = most;
  if (typeof Intl.Segmenter === "function") {
    segmenter ??= new Intl.Segmenter();
    end = segmenter.segment(near).containing(most)?.index ?? most;
  }
  if (most - end > longestCharacter || end === 0) end = most;
  // Not between the two halves of a pair.
  const unit = text.charCodeAt(end);
  const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff;
  return text.slice(0, isSecondHalf && end > 0 ? end - 1 : end);
}

/** `cut`, with a sign that there is more: at the end of a word where there is one near. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = cut(text, most);
  const space = Math.max(start.lastIndexOf(" "), start.lastIndexOf("\n"));
  return `${(space > most / 2 ? start.slice(0, space) : start).trimEnd()} …`;
}

/** As many units without a space are left together. */
const longestRun = 80;
/** Scripts that are written without spaces: browsers know where their lines may end. */
const spaceless = ["Han", "Hira", "Kana", "Hang", "Thai", "Laoo", "Khmr", "Mymr"];
const endless = new RegExp(
  `(?:\\p{M}|(?![${spaceless.map((script) => `\\p{scx=${script}}`).join("")}])[^\\s\\p{M}]){${longestRun},}`,
  "gu",
);

/**
 * The text in pieces, between which a line may end: a word without an end costs browsers the square of its length to lay
 * out, as each line begins it anew. Together they are the text.
 */
export function pieces(text: string): string[] {
  const ends: number[] = [];
  for (const { 0: word, index } of text.matchAll(endless)) {
    for (let at = 0; word.length - at > longestRun;) {
      at += cut(word.slice(at, at + longestRun + longestCharacter), longestRun).length;
      ends.push(index + at);
    }
  }
  return [...ends, text.length].map((end, i) => text.slice(ends[i - 1] ?? 0, end));
}

/** Where a text has more than this, the rest is one paragraph: a page stays small whatever is typed. */
const mostParagraphs = 100;

/** The paragraphs of a text, between blank lines. */
export function paragraphsOf(text: string): string[] {
  const paragraphs: string[] = [];
  let lines: string[] = [];
  const end = () => {
    if (lines.length) paragraphs.push(lines.join("\n"));
    lines = [];
  };
  for (const line of text.split("\n")) {
    if (line.trim()) lines.push(line);
    else if (paragraphs.length < mostParagraphs - 1) end();
  }
  end();
  return paragraphs;
}

/** Scripts written from right to left: Hebrew to Syriac and their neighbours, and their presentation forms. */
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}\u202a-\u202e\u2066-\u2069]/u;
/** Letters of any other script. */
const leftToRight = /[^\P{L}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A text that stands within others: what is written in it from the other side turns nothing around it. */
export const isolated = (text: string, within: "ltr" | "rtl" = "ltr"): string =>
  (within === "rtl" ? leftToRight : rightToLeft).test(text) ? `\u2068${text}\u2069` : text;
