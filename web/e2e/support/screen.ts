import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

import { textsOf } from "./languages";

/** What stands for what is not there yet, in every language. */
const loading = new RegExp(
  `^(?:${["en", "de"].map((one) => textsOf(one).get("common.loading")).join("|")}|\\u200f\\u202eLoading~+\\u202c)$`,
  "u",
);
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Waits until the page shows what it has to show: no skeleton, nothing that still moves. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("main").first()).toBeVisible();
  await still(page);
}

/** The same for a dialog, which hides what is behind it. */
export async function still(page: Page): Promise<void> {
  await expect(page.getByText(loading)).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
}

/** Each broken rule with the elements that break it, of all or of these; empty when the screen is as it should be. */
export async function axeViolations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(standards)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, html, any }) => `${id}: ${target.join(" ")} ${html.slice(0, 160)} ${any[0]?.message ?? ""}`,
    ),
  );
}

/** What makes the page wider than its window, widest first; empty when nothing does. */
export async function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (Math.max(root.scrollWidth, document.body.scrollWidth) <= root.clientWidth) return [];
    const out = Array.from(document.querySelectorAll("body *"))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      // On the side where lines end: pages that run from right to left grow to the left.
      .map(({ element, box }) => ({ element, right: Math.max(box.right, root.clientWidth - box.left) }))
      .filter(({ right }) => right > root.clientWidth + 0.5)
      .sort((one, other) => other.right - one.right);
    return [`${root.scrollWidth} > ${root.clientWidth}`].concat(
      out.slice(0, 5).map(({ element, right }) => `${Math.round(right)}: ${element.outerHTML.slice(0, 140)}`),
    );
  });
}
