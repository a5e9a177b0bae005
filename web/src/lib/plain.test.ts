import { describe, expect, it } from "vitest";

import { t } from "./i18n";
import { cut, isBlank, isolated, paragraphsOf, pieces, shortened, wellFormed } from "./plain";

describe("what leaves the page", () => {
  it("has no halves of pairs, wherever they stand", () => {
    const file = new Blob(["\ud83d"]);
    const sent = {
      body: "a\ud83db😀\udc00",
      ids: ["\ud83d", "x"],
      n: 1,
      none: null,
      input: { q: "\udc00" },
      file,
    };
    expect(wellFormed(sent)).toEqual({ ...sent, body: "ab😀", ids: ["", "x"], input: { q: "" } });
    expect((wellFormed(sent) as { file: unknown }).file).toBe(file);
  });

  it("is the same object when nothing is wrong with it", () => {
    const sent = { body: "😀", list: [{ a: "b" }], when: new Date(0) };
    expect(wellFormed(sent)).toBe(sent);
  });
});

describe("the pieces of a text", () => {
  it("are short where there is no space, and together the text", () => {
    for (const text of [
      "W".repeat(3_990),
      "aא".repeat(1_990),
      "\u202eabc\u202c".repeat(600),
      `Z${"\u0301".repeat(3_900)}`,
      `ก${"\u0e31".repeat(3_900)}`,
      "👩‍👩‍👧‍👦".repeat(500),
    ]) {
      expect(pieces(text).join("")).toBe(text);
      expect(Math.max(...pieces(text).map((piece) => piece.length))).toBeLessThanOrEqual(82);
      expect(pieces(text).length).toBeLessThan(text.length / 60);
    }
    expect(pieces("👩‍👩‍👧‍👦".repeat(50)).every((piece) => piece.startsWith("👩") && piece.endsWith("👦"))).toBe(
      true,
    );
  });

  it("are one where words end, or the browser knows where lines may", () => {
    for (const text of ["some words ".repeat(400), "漢字。".repeat(900), "กขค".repeat(900), "", "word"])
      expect(pieces(text)).toEqual([text]);
  });
});

describe("shorter texts", () => {
  it("never end in the middle of a character that people see", () => {
    expect(cut("ab😀", 3)).toBe("ab");
    expect(cut("ab👩‍👩‍👧‍👦c", 8)).toBe("ab");
    expect(cut("e\u0301e\u0301", 3)).toBe("e\u0301");
    expect(cut("🇵🇹🇨🇭", 5)).toBe("🇵🇹");
    expect(cut("abc", 3)).toBe("abc");
    for (let most = 0; most < 40; most++) {
      const short = cut("a😀👩‍👩‍👧‍👦 é🇵🇹".repeat(4), most);
      expect(short.length).toBeLessThanOrEqual(most);
      expect(wellFormed(short)).toBe(short);
    }
  });

  it("end somewhere in a character without an end", () => {
    expect(cut(`a${"\u0301".repeat(4_000)}`, 200)).toHaveLength(200);
    expect(cut("😀".repeat(9), 0)).toBe("");
  });

  it("end at a word, with a sign", () => {
    expect(shortened("one two three four", 15)).toBe("one two three …");
    expect(shortened("abcdefghij", 5)).toBe("abcde …");
    expect(shortened("short", 5)).toBe("short");
  });
});

describe("paragraphs", () => {
  it("stand between blank lines", () => {
    expect(paragraphsOf("\n\na\nb\n \n\nc\n")).toEqual(["a\nb", "c"]);
  });

  it("are few, whatever is typed, and leave nothing out", () => {
    const many = paragraphsOf("x\n\n".repeat(5_000));
    expect(many).toHaveLength(100);
    expect(many.join("\n").split("\n")).toHaveLength(5_000);
  });
});

describe("names from right to left", () => {
  it("turn nothing around them", () => {
    expect(isolated("Ada")).toBe("Ada");
    expect(isolated("עדה")).toBe("\u2068עדה\u2069");
    expect(t("chat.saidBy", { name: "عادا", text: "hi" })).toBe("\u2068عادا\u2069: hi");
  });
});

describe("nothing to see", () => {
  it("is what Unicode says is drawn as nothing, alone and together", () => {
    const wrong: string[] = [];
    for (let at = 0; at <= 0x10ffff; at++) {
      const text = String.fromCodePoint(at);
      if (/\p{DI}|\p{Z}|\p{Cc}|\p{Cf}|\p{M}/u.test(text) && !isBlank(text)) wrong.push(at.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    "",
    " \n\t",
    "\u3164",
    "\u2800 \u115f",
    "\u1160\uffa0",
    "\u{1d159}",
    "\u200b\u200d\ufeff",
    "\ufe0f",
    "\u0301",
  ])("%j", (text) => expect(isBlank(text)).toBe(true));

  it.each(["a", ".", "\u3164a", "é", "ㅎ", "⠁", "😀", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "→", "\u{10ffff}a"])(
    "but %j is something",
    (text) => expect(isBlank(text)).toBe(false),
  );
});
