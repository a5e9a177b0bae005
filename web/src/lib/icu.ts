/** Texts as the build leaves them (`scripts/texts.cjs`), and what fills them in: ICU's messages, read already. */

/** Parts of a text; 0 is the number of the plural around it (`#`). */
export type Part =
  | string
  | 0
  | readonly [name: string]
  | readonly [name: string, kind: "number"]
  | readonly [name: string, kind: "select", of: Options]
  | readonly [name: string, kind: "plural", of: Options, offset: number];
export type Options = Readonly<Record<string, readonly Part[]>>;
export type Text = string | readonly Part[];
type Values = Readonly<Record<string, unknown>>;
type Filling = {
  readonly values: Values;
  readonly locale: string;
  /** What is shown of a value that is a text. */
  readonly shown: (text: string) => string;
};

/** Throws for a value that did not come. */
export function fill(text: Text, filling: Filling): string {
  return typeof text === "string" ? text : filled(text, filling, 0);
}

function filled(parts: readonly Part[], filling: Filling, counted: number): string {
  return parts.map((part) => said(part, filling, counted)).join("");
}

function said(part: Part, filling: Filling, counted: number): string {
  if (typeof part === "string") return part;
  const { values, locale, shown } = filling;
  if (part === 0) return numbers(locale).format(counted);
  const [name, kind, of, offset = 0] = part;
  if (!Object.hasOwn(values, name)) throw new Error(`A text needs {${name}}.`);
  const value = values[name];
  if (kind === undefined) return typeof value === "string" ? shown(value) : String(value ?? "");
  if (kind === "number") return numbers(locale).format(Number(value));
  if (kind === "select") return filled(optionOf(of, [String(value)]), filling, counted);
  const count = Number(value) - offset;
  return filled(optionOf(of, [`=${Number(value)}`, plurals(locale).select(count)]), filling, count);
}

/** The first that there is; every text has `other`. */
function optionOf(of: Options | undefined, names: readonly string[]): readonly Part[] {
  const name = names.find((one) => of && Object.hasOwn(of, one)) ?? "other";
  return of?.[name] ?? [];
}

/** Made once for each language: they are dear. */
function once<T>(make: (locale: string) => T): (locale: string) => T {
  const made = new Map<string, T>();
  return (locale) => {
    const known = made.get(locale) ?? make(locale);
    made.set(locale, known);
    return known;
  };
}
const numbers = once((locale) => new Intl.NumberFormat(locale));
const plurals = once((locale) => new Intl.PluralRules(locale));
