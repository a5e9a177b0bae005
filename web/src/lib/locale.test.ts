import { describe, expect, it } from "vitest";

import { byName, languageName, listText, numberText, someOf } from "./intl";
import { t } from "./i18n";
import { chosenLanguage, direction, language, languageFor, type Language } from "./locale";
import { dayAndClock, dayLong, daySpan, duration, localOf, relative, span } from "./time";

const speak = (to: Language) => (document.documentElement.lang = to);

describe("which language a page is in", () => {
  it.each([
    ["", "", "en"],
    ["", "de", "de"],
    ["", "de-AT,de;q=0.9,en;q=0.8", "de"],
    ["", "fr, en;q=0.4, de;q=0.5", "de"],
    ["", "de;q=0, en", "en"],
    ["", "DE-ch", "de"],
    ["", "*;q=1, zz, ,;;q=7", "en"],
    ["", "ar-XB", "en"],
    ["hallway_language=de", "en", "de"],
    ["a=1; hallway_language=ar-XB ; b=2", "de", "ar-XB"],
    ["hallway_language=constructor", "de", "de"],
    ["hallway_language=; other_hallway_language=de", "", "en"],
  ])("cookie %j, browser %j: %s", (cookies, accepted, expected) => {
    expect(languageFor(cookies, accepted)).toBe(expected);
  });

  it("is the document's in a browser, and English where that says nothing", () => {
    expect([speak("de"), language(), direction()]).toEqual(["de", "de", "ltr"]);
    expect([speak("ar-XB"), direction()]).toEqual(["ar-XB", "rtl"]);
    document.documentElement.lang = "tlh";
    expect(language()).toBe("en");
    expect(chosenLanguage("hallway_language=tlh")).toBeNull();
  });
});

describe("what is said in German", () => {
  const noon = "2026-11-21T12:00:00Z";
  const after = (minutes: number) => new Date(Date.parse(noon) + minutes * 60_000);

  it("says times", () => {
    speak("de");
    expect(dayLong(noon, "UTC")).toBe("Samstag, 21. November");
    expect(dayAndClock(noon, "UTC")).toBe("Sa., 21. Nov., 12:00");
    expect(span(noon, after(50), "UTC")).toBe("12:00 bis 12:50");
    expect(daySpan(noon, after(24 * 60), "UTC")).toBe("Sa., 21. bis So., 22. Nov.");
    expect([relative(after(5), noon), relative(after(-12), noon), relative(noon, noon)]).toEqual([
      "in 5\u00a0Min.",
      "vor 12\u00a0Min.",
      "jetzt",
    ]);
    expect(duration(98 * 60_000)).toBe("1\u00a0Std. 38\u00a0Min.");
  });

  it("says numbers, lists, languages, and sorts", () => {
    speak("de");
    expect(numberText(12_345)).toBe("12.345");
    expect(listText(["Ada", "Grace", "Linus"])).toBe("Ada, Grace und Linus");
    expect(someOf(["Ada", "Grace", "Linus"])).toBe("Ada und 2 weitere");
    expect(languageName("en")).toBe("Englisch");
    expect(["Zoe", "Ähre", "Anna"].toSorted(byName)).toEqual(["Ähre", "Anna", "Zoe"]);
    expect(t("common.people", { count: 1 })).toBe("1 Person");
  });

  it("keeps keys in digits that machines read, whatever the language", () => {
    speak("ar-XB");
    expect(localOf(noon, "UTC")).toBe("2026-11-21T12:00");
  });
});
