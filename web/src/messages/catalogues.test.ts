import { IntlMessageFormat } from "intl-messageformat";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { addCatalogue, t, type MessageValues } from "@/lib/i18n";
import { fill } from "@/lib/icu";
import { allLanguages, languages, type Language } from "@/lib/locale";

import type Loader from "../../scripts/texts.cjs";
import { messages as mirrored } from "./ar-XB";
import { messages as english } from "./en";
import { mirror } from "./mirrored";

const texts = createRequire(import.meta.url)("../../scripts/texts.cjs") as typeof Loader;
const folder = join(import.meta.dirname, "../../../messages");
const written = allLanguages.filter((one) => one !== "ar-XB");
const read = (language: string, file: string) =>
  JSON.parse(readFileSync(join(folder, language, file), "utf8")) as Record<string, string>;
const files = readdirSync(join(folder, "en"));

type Part = { type: number; value: string; options?: Record<string, { value: Part[] }> };
/** Names of a message's arguments, and of selects what they choose from. */
function* argumentsOf(parts: readonly Part[]): Generator<string> {
  for (const { type, value, options } of parts) {
    if (type !== 0 && type !== 7) yield value;
    for (const [name, option] of Object.entries(options ?? {})) {
      if (type === 5) yield `${value} is ${name}`;
      yield* argumentsOf(option.value);
    }
  }
}
/** The forms of each plural. */
function* plurals(parts: readonly Part[]): Generator<string[]> {
  for (const { type, options = {} } of parts) {
    if (type === 6) yield Object.keys(options);
    for (const option of Object.values(options)) yield* plurals(option.value);
  }
}
const parsed = (text: string, language: Language) =>
  new IntlMessageFormat(text, languages[language].locale, undefined, { ignoreTag: true }).getAst() as Part[];
const needs = (text: string, language: Language) =>
  Array.from(new Set(argumentsOf(parsed(text, language)))).sort();

it("have a folder for each language that is offered, and a language for each folder", () => {
  expect(readdirSync(folder).sort()).toEqual([...written].sort());
});

/** Said where there is no page of ours: by the service worker, and by the gateway while the pages are down. */
const elsewhere = ["gateway", "offline"];
it("are all brought to the pages but for what is said elsewhere", () => {
  const names = files.map((file) => file.replace(".json", "")).sort();
  expect(names.filter((name) => !elsewhere.includes(name))).toEqual(Object.keys(english).sort());
});

describe.each(written)("the messages in %s", (language) => {
  it("are the same files", () => {
    expect(readdirSync(join(folder, language))).toEqual(files);
  });

  it.each(files)("%s says all that English says, of the same values", (file) => {
    const [ours, theirs] = [read("en", file), read(language, file)];
    expect(Object.keys(theirs).sort()).toEqual(Object.keys(ours).sort());
    for (const [key, text] of Object.entries(ours)) {
      const missing = needs(text, "en").filter((one) => !needs(theirs[key] ?? "", language).includes(one));
      expect(missing, `${file} ${key}`).toEqual([]);
    }
  });

  it("have every plural that the language has", () => {
    const categories = new Intl.PluralRules(languages[language].locale).resolvedOptions().pluralCategories;
    for (const file of files)
      for (const [key, text] of Object.entries(read(language, file)))
        for (const has of plurals(parsed(text, language)))
          if (!has.some((name) => name.startsWith("=")))
            expect(has, `${file} ${key}`).toEqual(expect.arrayContaining([...categories]));
  });
});

describe("the mirrored language", () => {
  it("turns what is said around, and longer, and keeps the values", () => {
    expect(mirror(texts.read("Hello {name}"))).toEqual(["\u200f\u202eHello~~\u202c ", ["name"]]);
    expect(mirror(texts.read("{count, plural, one {# day} other {# days}}"))).toEqual([
      [
        "count",
        "plural",
        { one: [0, " \u200f\u202eday~\u202c"], other: [0, " \u200f\u202edays~~\u202c"] },
        0,
      ],
    ]);
  });

  it("isolates what is shown, and chooses by what is not", () => {
    addCatalogue("ar-XB", mirrored);
    document.documentElement.lang = "ar-XB";
    expect(t("events.kind", { kind: "meetup" })).toBe(mirror("Meetup"));
    expect(t("events.registered", { name: "Polder" })).toContain("\u2068Polder\u2069");
    document.documentElement.lang = "en";
  });
});

/** What a message may be filled in with: each of its choices, and numbers with their plurals. */
function* samples(text: string, language: Language): Generator<MessageValues> {
  const all = needs(text, language);
  const chosen = all.filter((one) => one.includes(" is ")).map((one) => one.split(" is "));
  const names = all.filter((one) => !one.includes(" is "));
  const most = Math.max(1, ...names.map((name) => chosen.filter(([of]) => of === name).length));
  const counts = [0, 1, 2, 5, 1_234];
  for (let turn = 0; turn < Math.max(most, counts.length); turn++)
    yield Object.fromEntries(
      names.map((name, place) => {
        const options = chosen.filter(([of]) => of === name).map(([, option]) => option);
        return [
          name,
          options.length ? options[turn % options.length] : counts[(turn + place) % counts.length],
        ];
      }),
    );
}

describe.each(written)("what the build makes of the messages in %s", (language) => {
  it.each(files)("says all of %s as ICU does", (file) => {
    const { locale } = languages[language];
    for (const [key, text] of Object.entries(read(language, file))) {
      const icu = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
      for (const values of samples(text, language))
        expect(fill(texts.read(text), { values, locale, shown: String }), key).toBe(icu.format(values));
    }
  });
});

it("say nothing where a value did not come", () => {
  expect(() => fill(texts.read("Hello {name}"), { values: {}, locale: "en", shown: String })).toThrow("name");
});

it("refuse what pages cannot fill in", () => {
  expect(() => texts.read("{when, date, short}")).toThrow("when");
});
