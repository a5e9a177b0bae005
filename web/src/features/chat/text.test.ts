import { describe, expect, it } from "vitest";

import { highlight } from "./highlight";
import { matching, mentioningAt } from "./mention-state";
import { beginningOf, decodeMentions, encodeMentions, mentionName, parseText, plainText } from "./text";

const ada = "01900000-0000-7000-8000-000000000001";
const ben = "01900000-0000-7000-8000-000000000002";
const inline = (text: string) => {
  const [block] = parseText(text);
  return block?.kind === "text" ? block.parts : [];
};

describe("what is in a message", () => {
  it("reads code, links and mentions, and leaves everything else as text", () => {
    expect(inline(`a \`b()\` @[Ada](${ada}) <b>c</b> @[x](y)`)).toEqual([
      { kind: "text", text: "a " },
      { kind: "code", text: "b()" },
      { kind: "text", text: " " },
      { kind: "mention", name: "Ada", id: ada },
      { kind: "text", text: " <b>c</b> @[x](y)" },
    ]);
  });

  it("links http and https only, without what ends the sentence", () => {
    const links = (text: string) => inline(text).flatMap((part) => (part.kind === "link" ? [part.text] : []));
    expect(links("see https://a.example/b(c)?d=1. and (http://e.example/f), ok")).toEqual([
      "https://a.example/b(c)?d=1",
      "http://e.example/f",
    ]);
    expect(links("javascript:alert(1) data:text/html,x ftp://a.example https:// //b.example")).toEqual([]);
  });

  it("reads fences, also one that is not closed, and nothing within", () => {
    expect(parseText("before\n```TS\nconst a = `b`;\n\n@[Ada]\n```\nafter")).toEqual([
      { kind: "text", parts: [{ kind: "text", text: "before" }] },
      { kind: "code", language: "ts", text: "const a = `b`;\n\n@[Ada]" },
      { kind: "text", parts: [{ kind: "text", text: "after" }] },
    ]);
    expect(parseText("```\nopen")).toEqual([{ kind: "code", language: "", text: "open" }]);
  });

  it("ends an address before what ends the sentence, however much of it there is", () => {
    const links = (text: string) => inline(text).flatMap((part) => (part.kind === "link" ? [part.text] : []));
    expect(links(`https://a.example${")".repeat(3_900)}`)).toEqual(["https://a.example"]);
    expect(links(`https://a.example${"!".repeat(3_900)}`)).toEqual(["https://a.example"]);
    expect(links("(https://a.example/b(c).), https://a.example/(b")).toEqual([
      "https://a.example/b(c)",
      "https://a.example/(b",
    ]);
    expect(links("https://a.example/\u202egpj.exe")).toEqual(["https://a.example/"]);
    expect(links("https://bank.example@evil.example https://:pw@evil.example")).toEqual([]);
  });

  it("links what people take for an address, and all of it", () => {
    const links = (text: string) =>
      inline(text).flatMap((part) => (part.kind === "link" ? [[part.text, part.href] as const] : []));
    const texts = (text: string) => links(text).map(([one]) => one);
    expect(texts("https://en.example/Schindler's_List, 'https://a.example/x', https://a.example's")).toEqual([
      "https://en.example/Schindler's_List",
      "https://a.example/x",
      "https://a.example",
    ]);
    expect(
      texts(
        "詳細は https://a.example/x。次は（https://b.example/y）、https://c.example！「https://d.example」",
      ),
    ).toEqual(["https://a.example/x", "https://b.example/y", "https://c.example", "https://d.example"]);
    expect(
      texts(
        "https://ja.example/wiki/東京 HTTPS://A.example:8080/?q=1#a “https://q.example” **https://b.example**",
      ),
    ).toEqual([
      "https://ja.example/wiki/東京",
      "HTTPS://A.example:8080/?q=1#a",
      "https://q.example",
      "https://b.example",
    ]);
    expect(links("see www.a.example/b?c, (www.münchen.example). not www. www.x awww.a.example")).toEqual([
      ["www.a.example/b?c", "https://www.a.example/b?c"],
      ["www.münchen.example", "https://www.xn--mnchen-3ya.example/"],
    ]);
    expect(links("write to ada.l+talk@mail.example.org, or <ben@b.example>: (o'neil@c.example).")).toEqual([
      ["ada.l+talk@mail.example.org", "mailto:ada.l+talk@mail.example.org"],
      ["ben@b.example", "mailto:ben@b.example"],
      ["o'neil@c.example", "mailto:o'neil@c.example"],
    ]);
  });

  it("links nothing that passes on a password, or looks like what it is not", () => {
    for (const text of [
      "https://user:password@a.example/x",
      "https://user@a.example",
      "https://bank.example:443@evil.example/",
      "https://bank.example@evil.example https://:pw@evil.example",
      "www.bank.example@evil.example",
      "user:password@a.example",
      "git@host.example:team/repo.git",
      "@ada@social.example",
      "a@b",
      "@media (x) @angular/core",
      "javascript://www.a.example/%0aalert(1)",
    ])
      expect(
        inline(text).filter(({ kind }) => kind === "link"),
        text,
      ).toEqual([]);
  });

  it("gives few pieces of whatever is typed, and all of it", () => {
    const pieces = (text: string) =>
      parseText(text).reduce((sum, block) => sum + (block.kind === "text" ? block.parts.length : 1), 0);
    const shown = (text: string) =>
      parseText(text)
        .flatMap((block) => (block.kind === "text" ? block.parts : [block]))
        .map((part) => (part.kind === "mention" ? `@[${part.name}](${part.id})` : part.text))
        .join("");
    for (const unit of [
      "https://a.b ",
      `@[a](${ada})`,
      "`a`",
      "```\na\n```\n",
      "👩‍👩‍👧‍👦",
      "a\u0301\u0301",
      "\n\n\nx",
    ])
      expect(pieces(unit.repeat(1_000)), unit).toBeLessThanOrEqual(410);
    const links = "https://a.b ".repeat(1_000).trim();
    expect(shown(links)).toBe(links);
  });

  it("shows few empty lines, and none around", () => {
    expect(parseText("\n \na\n\n\n\n\nb\n\n")).toEqual([
      { kind: "text", parts: [{ kind: "text", text: "a\n\n\nb" }] },
    ]);
    expect(parseText("\n".repeat(4_000))).toEqual([]);
  });

  it("gives one line for lists", () => {
    expect(plainText(`hi @[Ada L](${ada})\n\`\`\`js\nx()\n\`\`\` `)).toBe("hi @Ada L x()");
  });
});

describe("what is drawn of a message at first", () => {
  const drawn = (text: string) =>
    beginningOf(parseText(text))
      .flatMap((block) => (block.kind === "text" ? block.parts : [block]))
      .map((part) => (part.kind === "mention" ? part.name : part.text))
      .join("");

  it("is the beginning of a long one, whatever it is made of", () => {
    for (const unit of [
      "W",
      "aא",
      "\u202eabc\u202c",
      "a ",
      "`a` ",
      "https://a.b/c ",
      `@[Ada](${ada}) `,
      "😀",
    ]) {
      const start = drawn(unit.repeat(1_500));
      expect(start.length, unit).toBeLessThanOrEqual(1_000);
      expect(start.length, unit).toBeGreaterThan(900);
    }
    for (const unit of ["x\n", "```\na\n```\n", "```rs\na\nb\n", "a\n`b`\n"])
      expect(drawn(unit.repeat(300)).length, unit).toBeLessThan(100);
  });

  it("is all of one that is not long: the very same", () => {
    for (const text of [
      "",
      "hi",
      "a b ".repeat(240),
      `\`\`\`js\n${"x()\n".repeat(10)}\`\`\`\nthat`,
      `@[Ada](${ada}) ok`,
    ]) {
      const blocks = parseText(text);
      expect(beginningOf(blocks), text).toBe(blocks);
    }
  });
});

describe("mentions while writing", () => {
  it("come back as they were, longer names first", () => {
    const picked = new Map([
      ["Ada", ada],
      ["Ada Lovelace", ben],
    ]);
    const body = encodeMentions("@Ada Lovelace and @Ada, not @Adam", picked);
    expect(body).toBe(`@[Ada Lovelace](${ben}) and @[Ada](${ada}), not @Adam`);
    expect(decodeMentions(body)).toEqual({
      text: "@Ada Lovelace and @Ada, not @Adam",
      picked: new Map([...picked].reverse()),
    });
  });

  it("never break out of their brackets", () => {
    expect(mentionName("A]b(c)[d\n")).toBe("A b(c) d");
    expect(encodeMentions("hi @A+ (b)", new Map([["A+ (b)", ada]]))).toBe(`hi @[A+ (b)](${ada})`);
  });

  it("start at an @ that begins a word, and go on into a second name", () => {
    expect(mentioningAt("hi @", 4)).toEqual({ from: 3, query: "" });
    expect(mentioningAt("hi @Ada Lo", 10)).toEqual({ from: 3, query: "Ada Lo" });
    expect(mentioningAt("hi @Ada Lovelace went", 21)).toBeNull();
    expect(mentioningAt("mail a@b", 8)).toBeNull();
  });

  it("find people by any part of the name, each once", () => {
    const person = (id: string, name: string) => ({ __typename: "Person" as const, id, name, headline: "" });
    const people = [person("1", "Ada Lovelace"), person("2", "Ben Lang"), person("1", "Ada Lovelace")];
    expect(matching(people, "l").map((one) => one.id)).toEqual(["1", "2"]);
    expect(matching(people, "ada lo").map((one) => one.id)).toEqual(["1"]);
  });
});

describe("highlighting", () => {
  it("leaves a long text's end without colours, and nothing of it out", () => {
    const code = "if 1 ".repeat(2_000);
    const tokens = highlight(code, "rust");
    expect(tokens.map((one) => one.text).join("")).toBe(code);
    expect(tokens.length).toBeLessThanOrEqual(1_001);
  });

  it("keeps the text as it is and colours what is known", () => {
    const code = 'fn may_retry(n: u8) -> bool {\n  n < 10 && s == "a\\"b" // why\n}';
    const tokens = highlight(code, "rust");
    expect(tokens.map((one) => one.text).join("")).toBe(code);
    const of = (kind: string) => tokens.filter((one) => one.kind === kind).map((one) => one.text);
    expect([of("kw"), of("fn"), of("num"), of("str"), of("comment")]).toEqual([
      ["fn"],
      ["may_retry"],
      ["10"],
      ['"a\\"b"'],
      ["// why"],
    ]);
  });
});
