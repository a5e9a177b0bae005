import { describe, expect, it } from "vitest";

import { mirror } from "@/messages/mirrored";

import { topicName, topicWord, wordName } from "./topics";
import { words } from "./words";

const databases = { id: "databases", name: "Databases" };
const bees = { id: "~bee keeping", name: "Bee keeping" };
const inGerman = () => (document.documentElement.lang = "de");

describe("the name of a topic", () => {
  it("is the catalogue's in the page's language, by its id", () => {
    expect(topicName(databases)).toBe("Databases");
    inGerman();
    expect(topicName(databases)).toBe("Datenbanken");
    document.documentElement.lang = "ar-XB";
    expect(topicName(databases)).toBe(mirror("Databases"));
  });

  it("is what somebody wrote, or what the server says of one that is newer than this page", () => {
    inGerman();
    for (const topic of [
      bees,
      { id: "~databases", name: "databases!" },
      { id: "telepathy", name: "Telepathy" },
    ])
      expect(topicName(topic)).toBe(topic.name);
  });

  it.each(["constructor", "__proto__", "", "{a", "databases.name", "a".repeat(1_000)])(
    "is %o where somebody wrote that",
    (word) => expect(wordName(word)).toBe(word),
  );

  it("is the same for what a form keeps, which is sent as it is in any language", () => {
    inGerman();
    expect([databases, bees].map(topicWord)).toEqual(["databases", "Bee keeping"]);
    expect(wordName(topicWord(databases))).toBe("Datenbanken");
  });

  it("stands in a sentence of the server's", () => {
    inGerman();
    const said = {
      key: "reasons.bothIntoTwo",
      values: { first: { key: "topics.databases" }, second: "bees" },
    };
    expect(words(said, "")).toBe("Ihr interessiert euch beide für Datenbanken und bees");
    const unknown = { key: "reasons.bothInto", values: { topic: { key: "topics.telepathy" } } };
    expect(words(unknown, "You are both into Telepathy")).toBe("You are both into Telepathy");
  });
});
