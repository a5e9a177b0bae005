import { expect, it } from "vitest";

import { type Block, beginningOf, lengthOf, type Markup } from "./markup";

const paragraph = (text: string): Block => ({ is: "paragraph", of: [text] });
const link = { is: "link", url: "https://a.example/", of: ["a link of many words"] } as const;

it("leaves a short text as it is", () => {
  const text = [paragraph("one two"), paragraph("three")];
  expect(lengthOf(text)).toBe(12);
  expect(beginningOf(text, 12)).toBe(text);
});

it("keeps whole blocks, and the words there is room for", () => {
  expect(beginningOf([paragraph("one"), paragraph("two three four"), paragraph("five")], 13)).toEqual([
    paragraph("one"),
    paragraph("two three …"),
  ]);
});

it("never cuts in a link or in code, however deep it stands", () => {
  const text: Markup = [
    {
      is: "list",
      start: 1,
      items: [[{ is: "paragraph", of: [{ is: "bold", of: ["see ", link, " and more"] }] }]],
    },
    paragraph("after"),
  ];
  expect(beginningOf(text, 8)).toEqual([
    { is: "list", start: 1, items: [[{ is: "paragraph", of: [{ is: "bold", of: ["see ", link, " …"] }] }]] },
  ]);
  const code = { is: "code", text: "a ".repeat(50) } as const;
  expect(beginningOf([{ is: "paragraph", of: [code, "end"] }], 9)).toEqual([
    { is: "paragraph", of: [code, " …"] },
  ]);
});

it("keeps only the items and the lines of code there is room for", () => {
  const items = Array.from({ length: 9 }, (_, i) => [paragraph(`item ${i}`)]);
  const list: Markup = [{ is: "list", start: null, items }];
  expect(beginningOf(list, 12)).toEqual([{ is: "list", start: null, items: items.slice(0, 2) }]);
  expect(beginningOf([{ is: "quote", of: [{ is: "codeBlock", text: "one two three" }] }], 8)).toEqual([
    { is: "quote", of: [{ is: "codeBlock", text: "one two …" }] },
  ]);
});
