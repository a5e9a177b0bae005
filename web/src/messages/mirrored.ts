/** Right-to-left override around each word, as a right-to-left script would run; and longer, as most languages are. */
// The mark goes first: what is isolated runs as its first letter does, and an override does not change what that is.
const [override, end] = ["\u200f\u202e", "\u202c"];

/** English as a language that runs from right to left and takes a third more room. Arguments and syntax stay. */
export function mirrored<Some extends Readonly<Record<string, Texts>>>(catalogue: Some): Some {
  const namespaces = Object.entries(catalogue).map(([name, texts]) => [name, all(texts)]);
  return Object.fromEntries(namespaces) as Some;
}

type Texts = Readonly<Record<string, string>>;
const all = (texts: Texts) =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, mirror(text)]));

/** Of an ICU message only what is said is changed: names, types and selectors of its arguments stay. */
export function mirror(message: string): string {
  let out = "";
  let depth = 0;
  for (const part of message.split(/([{}])/u)) {
    if (part === "{") depth += 1;
    else if (part === "}") depth -= 1;
    // Every second depth is within an argument: its name, its type and its selectors.
    out += part === "{" || part === "}" || depth % 2 === 1 ? part : said(part);
  }
  return out;
}

const said = (text: string) =>
  text.replace(/\p{L}[\p{L}'’]*/gu, (word) => `${override}${word}${tail(word)}${end}`);
const tail = (word: string) => "~".repeat(Math.ceil(word.length * 0.3));
