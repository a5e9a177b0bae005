import type { BrowserContext, Page } from "@playwright/test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const messages = join(__dirname, "..", "..", "..", "messages");

/** All texts of a language by "namespace.key". */
export function textsOf(language: string): Map<string, string> {
  const files = readdirSync(join(messages, language));
  return new Map(
    files.flatMap((file) => {
      const texts = JSON.parse(readFileSync(join(messages, language, file), "utf8")) as Record<
        string,
        string
      >;
      return Object.entries(texts).map(([key, text]) => [`${file.replace(".json", "")}.${key}`, text]);
    }),
  );
}

/** As if this language had been chosen in this browser before. */
export async function choose(context: BrowserContext, language: string): Promise<void> {
  const url = process.env.HALLWAY_E2E_URL ?? "";
  await context.addCookies([{ name: "hallway_language", value: language, url }]);
}

/** What a message says whatever its values are: the pieces between its arguments. */
const pieces = (message: string): string[] =>
  message
    .split(/[{}]/u)
    .map((piece) => piece.trim())
    .filter((piece) => piece.split(" ").length > 2 && !/^\w+, (?:plural|select|number)/u.test(piece));

/** English that no German text has as well: whole short texts, and pieces of those with arguments. */
function english(): { whole: Set<string>; parts: string[] } {
  const german = [...textsOf("de").values()];
  // What one of the demo's people says of herself, and two of its tracks.
  const theirs = ["Speaker", "Containers", "Security"];
  const other = new Set([...german.flatMap((text) => [text, ...pieces(text)]), ...theirs]);
  const all = [...textsOf("en").values()].filter((text) => !other.has(text));
  const plain = all.filter((text) => !text.includes("{"));
  const parts = all.filter((text) => text.includes("{")).flatMap(pieces);
  return { whole: new Set(plain), parts: parts.filter((piece) => !other.has(piece)) };
}

/** Every English text of ours that a page shows or says to a screen reader; what people wrote is theirs. */
export async function englishOn(page: Page): Promise<string[]> {
  const shown = await page.evaluate(() => {
    const texts: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      // What has a direction of its own is what people wrote.
      if (!node.parentElement?.closest("script, style, template, bdi, [dir=auto]"))
        texts.push(node.textContent ?? "");
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      for (const element of document.querySelectorAll(`body [${name}]`))
        texts.push(element.getAttribute(name) ?? "");
    return texts.map((text) => text.trim()).filter(Boolean);
  });
  const { whole, parts } = english();
  return shown.filter((text) => whole.has(text) || parts.some((piece) => text.includes(piece)));
}

/**
 * What people wrote that runs as the page does, where it should run its own way and be cut at its own end: on a page in
 * `ar-XB`, whose own words are turned one by one, and whose values are isolated, it is what Latin letters are left.
 */
export async function asThePage(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ours = /\u202e[^\u202c]*\u202c|\u2068[^\u2069]*\u2069/gu;
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement;
      const text = node.textContent?.replace(ours, "") ?? "";
      // Initials, keys and what browsers draw themselves have no direction to lose.
      if (!around || !/\p{Script=Latin}{3}/u.test(text)) continue;
      if (around.closest("script, style, template, noscript, title, option, kbd")) continue;
      if (around.closest("[dir], bdi") === document.documentElement)
        found.push(`${text.trim().slice(0, 60)}: ${around.outerHTML.slice(0, 140)}`);
    }
    return found;
  });
}
