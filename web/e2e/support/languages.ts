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
  // "Speaker" is what one of the demo's people says of herself.
  const other = new Set([...german.flatMap((text) => [text, ...pieces(text)]), "Speaker"]);
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
      if (!node.parentElement?.closest("script, style, template")) texts.push(node.textContent ?? "");
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      for (const element of document.querySelectorAll(`body [${name}]`))
        texts.push(element.getAttribute(name) ?? "");
    return texts.map((text) => text.trim()).filter(Boolean);
  });
  const { whole, parts } = english();
  return shown.filter((text) => whole.has(text) || parts.some((piece) => text.includes(piece)));
}
