import { ESLint } from "eslint";
import { beforeAll, describe, expect, it, vi } from "vitest";

import { linksOf } from "@/features/account/profile/profile-state";
import { added } from "@/features/account/profile/topics-state";
import { nextPath } from "@/features/account/sign-in/next-path";
import { highlight } from "@/features/chat/highlight";
import { linksIn } from "@/features/chat/links";
import { mentioningAt } from "@/features/chat/mention-state";
import {
  beginningOf,
  decodeMentions,
  encodeMentions,
  endsInCode,
  mentionName,
  parseText,
  plainText,
} from "@/features/chat/text";
import { typedMentions } from "@/features/chat/typed-mentions";
import { fit, wordsOf } from "@/features/live-event/search";
import { firstName } from "@/features/matching/matches-state";
import { fold } from "@/lib/fold";
import { initialsOf } from "@/lib/hue";
import { cut, isBlank, isolated, paragraphsOf, pieces, shortened, wellFormed } from "@/lib/plain";

import { dice } from "./dice";
import { aboutLinear, leastGrowth, timeOf } from "./growth";

/** Everything that reads what others wrote, in their readers' browsers. Whoever adds a reader adds it here. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  parseText,
  linksIn,
  endsInCode,
  "names typed by hand": (text) => typedMentions(text, new Map(), []),
  "the beginning": (text) => beginningOf(parseText(text)),
  plainText,
  "highlight rust": (text) => highlight(text, "rust"),
  "highlight python": (text) => highlight(text, "python"),
  "highlight sql": (text) => highlight(text, "sql"),
  mentioningAt: (text) => mentioningAt(text, text.length),
  decodeMentions,
  encodeMentions: (text) => encodeMentions(text, new Map([["a", "1"], ["a a", "2"], ["(", "3"]])), // prettier-ignore
  mentionName,
  fold,
  "search words": wordsOf,
  "search fit": (text) => fit(text, ["a", "((", "x"]),
  initialsOf: (text) => initialsOf(text, 2),
  firstName,
  nextPath,
  linksOf,
  topics: (text) => added([], text, 10),
  wellFormed,
  isBlank,
  cut: (text) => cut(text, text.length - 3),
  shortened: (text) => shortened(text, text.length - 3),
  paragraphsOf,
  isolated,
  pieces,
};

const special = [..."`@[]()*_~#\"'\\/<>.:;!?&%=+-{}|, \n\t0aßא", "\u0301", "😀", "\u202e", "\ud83d"];
const known = [
  "https://",
  "https://a",
  "https://a/(",
  "www.a",
  "a@a.b",
  "@a ",
  "ㅤ",
  "```\n",
  "\n```",
  "@[a](",
  "/*",
  "*/",
  "\\'",
  "\r\n",
  "  \n",
];
/** Repeats of everything special, and of two; with a beginning that promises something and an end that breaks it. */
const hostile: ReadonlyArray<(length: number) => string> = [
  ...[...special, ...known, ...pairs()].map((unit) => (length: number) => repeat(unit, length)),
  ...[...special, ...known].flatMap((unit) => [
    (length: number) => `https://a${repeat(unit, length)}`,
    (length: number) => `https://a${repeat(unit, length)}b`,
    (length: number) => `x${repeat(unit, length)}x`,
    (length: number) => `'${repeat(unit, length)}`,
  ]),
];

function pairs(): string[] {
  const of = dice(9);
  const all = [...special, ...known];
  return Array.from({ length: 250 }, () => `${all[of.below(all.length)]}${all[of.below(all.length)]}`);
}

const repeat = (unit: string, length: number) =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

/** The slowest of the hostile texts are looked at closely; it is no claim about how long they take. */
const lookedAt = 4;

vi.setConfig({ testTimeout: 240_000 });

describe("what others wrote is read in time linear in its length", () => {
  it.each(Object.keys(readers))("%s", (name) => {
    const read = readers[name] as (text: string) => unknown;
    read(repeat("a", 16_000));
    const slowest = hostile
      .map((make) => ({ make, time: timeOf(read, make(16_000)) }))
      .sort((a, b) => b.time - a.time)
      .slice(0, lookedAt);
    for (const { make } of slowest)
      expect(leastGrowth(read, make), `${JSON.stringify(make(24))}…`).toBeLessThan(aboutLinear);
  });

  it("and a reader that is not is found out", () => {
    // eslint-disable-next-line regexp/no-super-linear-move
    const quadratic = (text: string) => text.replace(/[.,;:!?…]+$/, "");
    const hard = (length: number) => `${"!".repeat(length)}b`;
    expect(leastGrowth(quadratic, hard, 2_000)).toBeGreaterThan(aboutLinear);
  });
});

describe("a pattern that can take longer is refused by the linter", () => {
  let eslint: ESLint;
  beforeAll(() => {
    eslint = new ESLint({ overrideConfig: { rules: { "import-x/no-cycle": "off" } } });
  });
  const complaints = async (pattern: string) => {
    const [result] = await eslint.lintText(`export const it = /${pattern}/u;\n`, {
      filePath: "src/features/chat/new.ts",
    });
    return (result?.messages ?? []).map((message) => message.ruleId);
  };

  it.each(["[.!?]+$", "\\s+\\S*$", "(a+)+b", "(?:a|a)*b", "\\n+$"])("%s", async (pattern) => {
    expect(await complaints(pattern)).toContainEqual(expect.stringMatching(/^regexp\/no-super-linear/u));
  });
  it.each(["^https?:\\/\\/", "a\\s+b", "[^\\p{L}\\p{N}]"])("and %s is not", async (pattern) => {
    expect(await complaints(pattern)).toEqual([]);
  });
});
