import type { Page } from "@playwright/test";

/**
 * What runs out of the window at its sides, by the rectangles of what is drawn: the document's width does not tell, as
 * parts of the page scroll by themselves. What is meant to be scrolled sideways (`overflow-x-auto`) may be longer; what
 * is cut off is reported where it can be pressed, since it then cannot.
 */
export async function runsOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = '[class*="overflow-x-auto"], [class~="overflow-auto"], [data-agenda-grid]';
    const pressed = "a, button, input, select, textarea, [role=switch], [role=tab]";
    /** The part of the element that its ancestors let be seen, from left to right. */
    const seen = (element: Element) => {
      let { left, right } = element.getBoundingClientRect();
      for (let one = element.parentElement; one; one = one.parentElement) {
        if (!/hidden|clip/u.test(getComputedStyle(one).overflowX)) continue;
        const box = one.getBoundingClientRect();
        left = Math.max(left, box.left);
        right = Math.min(right, box.right);
      }
      return { left, right };
    };
    const drawn = (element: Element) => {
      const { width: wide, height } = element.getBoundingClientRect();
      return (
        wide > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      );
    };
    const name = (element: Element) => element.outerHTML.replace(/\s+/gu, " ").slice(0, 160);
    const found: string[] = [];
    for (const element of document.querySelectorAll("body *")) {
      if (!drawn(element) || element.parentElement?.closest(scrolls)) continue;
      const { left, right } = seen(element);
      if (left >= right) continue;
      const whole = element.getBoundingClientRect();
      if (left < -0.5 || right > width + 0.5)
        found.push(`${Math.round(left)} to ${Math.round(right)} of ${width}: ${name(element)}`);
      else if (element.matches(pressed) && (whole.right - right > 1.5 || left - whole.left > 1.5))
        found.push(`cut at ${Math.round(right)}, ends at ${Math.round(whole.right)}: ${name(element)}`);
    }
    return found.slice(0, 8);
  });
}
