import { render, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";

import type { Inline, Markup as Blocks } from "@/lib/markup";

import { Markup } from "./markup";

const show = (...blocks: Blocks) => render(<Markup blocks={blocks} />).container;
const paragraph = (...of: Inline[]) => ({ is: "paragraph", of }) as const;

it("draws each part as what it is", () => {
  const page = show(
    { is: "heading", of: ["Head"] },
    paragraph(
      "a ",
      { is: "bold", of: ["b"] },
      { is: "italic", of: ["i"] },
      { is: "struck", of: ["s"] },
      "\nnext",
    ),
    {
      is: "list",
      start: 3,
      items: [[paragraph("three"), { is: "list", start: null, items: [[paragraph("in")]] }]],
    },
    { is: "quote", of: [paragraph("said")] },
    { is: "codeBlock", text: "if x:\n    y()" },
    { is: "rule" },
  );
  expect(page.querySelector("strong")).toHaveTextContent("b");
  expect(page.querySelector("em")).toHaveTextContent("i");
  expect(page.querySelector("s")).toHaveTextContent("s");
  expect(page.querySelector("ol")).toHaveAttribute("start", "3");
  expect(within(page.querySelector("ol ul") as HTMLElement).getByText("in")).toBeInTheDocument();
  expect(page.querySelector("blockquote")).toHaveTextContent("said");
  expect(page.querySelector("pre")?.textContent).toBe("if x:\n    y()");
  expect(page.querySelector("hr")).not.toBeNull();
  expect(screen.queryByRole("heading")).not.toBeInTheDocument();
});

it("opens links elsewhere, and tells nobody where from", () => {
  show(
    paragraph(
      { is: "link", url: "https://slides.example/1", of: ["slides"] },
      { is: "link", url: "mailto:me@x.example", of: ["mail"] },
    ),
  );
  const link = screen.getByRole("link", { name: "slides" });
  expect(link).toHaveAttribute("href", "https://slides.example/1");
  expect(link).toHaveAttribute("target", "_blank");
  expect(link.getAttribute("rel")?.split(" ").sort()).toEqual(["nofollow", "noopener", "noreferrer"]);
  expect(screen.getByRole("link", { name: "mail" })).not.toHaveAttribute("target");
});

it("makes no link of anything but web and mail addresses, and no element of text", () => {
  const page = show(
    paragraph(
      { is: "link", url: "javascript:alert(1)", of: ["<img src=x onerror=alert(1)>"] },
      { is: "link", url: "data:text/html,x", of: ["x"] },
    ),
  );
  expect(screen.queryByRole("link")).not.toBeInTheDocument();
  expect(page.querySelector("img")).toBeNull();
  expect(page).toHaveTextContent("<img src=x onerror=alert(1)>x");
});

it("lets lines end within words without an end, wherever they stand", () => {
  const endless = "x".repeat(500);
  const page = show(
    paragraph(endless, { is: "bold", of: [{ is: "link", url: "https://a.example", of: [endless] }] }),
  );
  expect(page.querySelectorAll("p > wbr").length).toBeGreaterThan(3);
  expect(page.querySelectorAll("a wbr").length).toBeGreaterThan(3);
  expect(page.textContent).toBe(endless + endless);
});

it("gives each block the direction of its own text, and a list that of the whole", () => {
  const page = show(paragraph("אב"), { is: "list", start: null, items: [[paragraph("ab")]] });
  const outer = Array.from(page.querySelectorAll("p, ul")).filter((block) => !block.closest("li"));
  expect(outer).toHaveLength(2);
  for (const block of outer) expect(block).toHaveAttribute("dir", "auto");
});
