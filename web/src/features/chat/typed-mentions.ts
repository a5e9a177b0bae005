import { fold } from "@/lib/fold";

import type { ChatPerson } from "./people";
import { mentionName, type Picked } from "./text";

/** What follows an @ that begins a word: as far as a name may go. Addresses and names of packages are none. */
const typed =
  /(?<![\p{L}\p{N}\p{M}@/._-])@(\p{L}[\p{L}\p{M}\p{N}'’-]*(?: \p{L}[\p{L}\p{M}\p{N}'’.-]*){0,3})(?![/@\p{L}\p{M}\p{N}])/gu;
const mostTyped = 20;

/** An @ with a name after it that tells nobody. */
export type Untold = {
  readonly name: string;
  /** Where the name ends. */ readonly end: number;
  readonly several: boolean;
};
export type TypedMentions = {
  /** Whom the text names besides those who were picked from the list, by what stands in it for them. */
  readonly found: Picked;
  /** The first name that is nobody's, or several people's. */
  readonly untold: Untold | null;
};

/**
 * Who is meant by names typed by hand: the full name of one person, or a first name that only one of `people` has. Of
 * those who were picked nothing is asked.
 */
export function typedMentions(
  text: string,
  picked: Picked,
  people: ReadonlyArray<ChatPerson>,
): TypedMentions {
  const found = new Map<string, string>();
  let untold: Untold | null = null;
  if (!text.includes("@")) return { found, untold };
  const known = namesOf(people);
  for (const { 1: name = "", index } of Array.from(withoutCode(text).matchAll(typed)).slice(0, mostTyped)) {
    const starts = startsOf(name);
    const told = (start: string) => picked.has(start) || found.has(start);
    const meant = starts.find((start) => told(start) || known.has(fold(start)));
    if (meant !== undefined && told(meant)) continue;
    const [id, other] = known.get(fold(meant ?? "")) ?? [];
    const first = name.split(" ")[0] ?? "";
    if (meant && id && !other) found.set(meant, id);
    else
      untold ??= {
        name: meant ?? first,
        end: index + 1 + (meant ?? first).length,
        several: other !== undefined,
      };
  }
  return { found, untold };
}

/** "Ada King went" may be that whole, or "Ada King", or "Ada": the longest first, without a full stop after it. */
function startsOf(name: string): string[] {
  const words = name.split(" ");
  return words.map((_, i) =>
    words
      .slice(0, words.length - i)
      .join(" ")
      .replace(/[.'’-]$/u, ""),
  );
}

/** Who is called so, in full or by the first name. */
function namesOf(people: ReadonlyArray<ChatPerson>): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  for (const { id, name } of people) {
    const full = fold(mentionName(name));
    for (const key of [full, full.split(" ")[0] ?? ""]) known.set(key, (known.get(key) ?? new Set()).add(id));
  }
  return known;
}

/** The text with blanks for what is code in it. */
const withoutCode = (text: string): string =>
  text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]+`/gu, (code) => " ".repeat(code.length));
