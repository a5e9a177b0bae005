/**
 * Addresses in what somebody wrote: of the web, with and without https://, and of people's mail. Linear in the text: it is
 * looked at run by run, and each character a bounded number of times.
 */
export type Link = { readonly at: number; readonly text: string; readonly href: string };

/**
 * Text without what ends an address wherever it stands: white space, quotes, the marks that end a sentence or a quotation
 * in scripts without spaces, and marks that turn the direction of text.
 */
const run =
  /[^\s<>"`“”„«»。、，；：！？（）「」『』【】〈〉《》〔〕｡､\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
/** What begins an address of the web: not in the middle of a word, nor of another address. */
const start = /(?<![\p{L}\p{N}/.@:_-])(?:https?:\/\/|www\.(?=[\p{L}\p{N}]))/iu;
const host = /^[\p{L}\p{M}\p{N}.-]+(?::\d{1,5})?/u;
const address = /^(?:[\p{L}\p{M}\p{N}-]{1,63}\.){1,8}\p{L}[\p{L}\p{M}\p{N}-]{1,62}(?![\p{L}\p{N}@_-])/u;
/** What may stand before the @ of a mail address, as far as one may be long. */
const local = /(?<![\p{L}\p{N}:/@.])[\p{L}\p{N}._%+'’-]{1,64}$/u;
const longestLocal = 64;
const longestHost = 256;
/** Of one run without spaces, so many @ are looked at. */
const mostTries = 20;

export function linksIn(text: string): Link[] {
  const links: Link[] = [];
  for (const { 0: word, index } of text.matchAll(run)) {
    const found = start.exec(word);
    if (found) {
      const link = webLink(word.slice(found.index));
      if (link) links.push({ ...link, at: index + found.index });
    } else if (word.includes("@"))
      links.push(...mailLinks(word).map((one) => ({ ...one, at: index + one.at })));
  }
  return links;
}

/** The address at the beginning of this, without what only follows it. */
function webLink(from: string): Omit<Link, "at"> | null {
  const scheme = from.indexOf("://") + 1 ? from.slice(0, from.indexOf("://") + 3) : "";
  const typed = /^https?:\/\/$/iu.test(scheme) ? scheme : "";
  const rest = from.slice(typed.length);
  const name = host.exec(rest)?.[0] ?? (/^\[[\d.:a-f]{2,45}\](?::\d{1,5})?/iu.exec(rest)?.[0] || "");
  const path = rest.slice(name.length);
  // "https://bank.example@evil.example" reads as the bank's, and "user:password@" is nothing to pass on: they stay text.
  if (!name || /^[^/?#\\]*@/u.test(path)) return null;
  const text = trimmed(typed + name + (/^[/?#]/u.test(path) ? path : ""));
  const url = urlOf(typed ? text : `https://${text}`);
  if (!url || url.username || url.password) return null;
  return typed || /^www\.[^.]+\.[^.]/iu.test(text) ? { text, href: url.href } : null;
}

/** Addresses of mail in a run that has none of the web. */
function mailLinks(word: string): Link[] {
  const links: Link[] = [];
  let from = 0;
  for (let tries = 0, at = word.indexOf("@"); at >= 0 && tries < mostTries; tries++) {
    const before = local.exec(word.slice(Math.max(from, at - longestLocal - 1), at))?.[0];
    const after = address.exec(word.slice(at + 1, at + 1 + longestHost))?.[0];
    const name = before?.replace(/^[.'’]/u, "");
    const end = at + 1 + (after?.length ?? 0);
    // "git@host.example:path" is none, and neither is what goes on as an address of something else.
    if (name && after && !/^[:/][^\s:/]/u.test(word.slice(end, end + 2))) {
      const text = `${name}@${after}`;
      links.push({ at: at - name.length, text, href: `mailto:${encodeURI(text)}` });
      from = end;
    }
    at = word.indexOf("@", at + 1);
  }
  return links;
}

function urlOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

const sentenceMarks = ".,;:!?…'’*";

/** Without the full stop or bracket that ends the sentence, not the address: one look at each character. */
function trimmed(link: string): string {
  let unopened = 0;
  for (const character of link) unopened += character === ")" ? 1 : character === "(" ? -1 : 0;
  let end = link.length;
  for (; end > 0; end--) {
    const last = link.charAt(end - 1);
    if (last === ")" && unopened > 0) unopened--;
    else if (!sentenceMarks.includes(last)) break;
  }
  return link.slice(0, end);
}
