/** Colours for code in chat: small, for any language that looks like the usual ones. Linear in the text. */
export type Token = { readonly kind: "kw" | "str" | "fn" | "num" | "comment" | null; readonly text: string };

const keywords = new Set(
  (
    "abstract and as assert async await begin break case catch class const continue crate def default defer del do dyn elif else end " +
    "enum except export extends extern false finally fn for from func function go if impl implements import in " +
    "instanceof interface is lambda let loop match mod move mut namespace new nil none not null or package pass priv " +
    "private protected pub public raise ref return self static struct super switch then this throw trait true try type " +
    "typeof undefined union unless unsafe until use using val var void where while with yield " +
    "select insert update delete into values set join left right inner outer on group by order having limit create " +
    "table index alter drop primary key references returning"
  ).split(" "),
);
/** Words that are keywords in SQL in capitals, and ordinary names elsewhere. */
const hashComments = /^(py|python|sh|bash|zsh|shell|rb|ruby|yaml|yml|toml|make|makefile|dockerfile|r|perl|)$/;
const dashComments = /^(sql|lua|hs|haskell|psql)$/;

const strings = /"(?:[^"\\\n]|\\.)*"?|`(?:[^`\\]|\\.)*`?/y;
/** Is an apostrophe, or Rust's lifetime, unless it ends on its line; short, so that looking for the end costs little. */
const quoted = /'(?:[^'\\\n]|\\.){0,120}'/y;
const numbers = /0[xob][\da-f_]+|\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?/iy;
const words = /[A-Za-z_$][\w$]*/y;
const blank = /\s+/y;

function commentOf(language: string): RegExp {
  if (hashComments.test(language)) return /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
  if (dashComments.test(language)) return /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
  return /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
}

/** Beyond this many colours the rest is shown without. */
const mostTokens = 1_000;

export function highlight(code: string, language: string): Token[] {
  const tokens: Token[] = [];
  const comments = commentOf(language);
  const add = (kind: Token["kind"], text: string) => {
    const last = tokens[tokens.length - 1];
    if (last && last.kind === kind) tokens[tokens.length - 1] = { kind, text: last.text + text };
    else tokens.push({ kind, text });
  };
  for (let at = 0; at < code.length;) {
    if (tokens.length >= mostTokens) {
      add(null, code.slice(at));
      break;
    }
    const read = (pattern: RegExp) => {
      pattern.lastIndex = at;
      return pattern.exec(code)?.[0];
    };
    const space = read(blank);
    const comment = space ? undefined : read(comments);
    const string = comment === undefined && !space ? (read(strings) ?? read(quoted)) : undefined;
    const word = read(words);
    const number = word ? undefined : read(numbers);
    const text = space ?? comment ?? string ?? word ?? number ?? code.charAt(at);
    add(
      space
        ? null
        : comment
          ? "comment"
          : string
            ? "str"
            : word
              ? wordKind(word, code, at)
              : number
                ? "num"
                : null,
      text,
    );
    at += text.length;
  }
  return tokens;
}

function wordKind(word: string, code: string, at: number): Token["kind"] {
  if (keywords.has(word) || (word === word.toUpperCase() && keywords.has(word.toLowerCase()))) return "kw";
  return code[at + word.length] === "(" ? "fn" : null;
}
