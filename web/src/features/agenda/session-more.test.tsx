import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { languageNames, SessionLinks, WatchLink } from "./session-more";

it("names languages, and leaves what is none as it is", () => {
  expect(languageNames(["de", "en"])).toBe("German, English");
  expect(languageNames(["pt-br"])).toBe("Brazilian Portuguese");
  expect(languageNames(["qq", "no such language!"])).toBe("qq, no such language!");
});

it("lists links and files, and no address that is not the web's", () => {
  render(
    <SessionLinks
      links={[
        { title: "Slides", url: "https://slides.example/1" },
        { title: "", url: "https://bare.example/x" },
        { title: "Trap", url: "javascript:alert(1)" },
      ]}
      attachments={[{ title: "Handout", url: "https://files.example/1.pdf" }]}
    />,
  );
  expect(screen.getAllByRole("heading").map((heading) => heading.textContent)).toEqual(["Links", "Files"]);
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    "https://slides.example/1",
    "https://bare.example/x",
    "https://files.example/1.pdf",
  ]);
  expect(screen.queryByText("Trap")).not.toBeInTheDocument();
});

it("shows nothing where there is nothing", () => {
  const { container } = render(
    <>
      <SessionLinks links={[]} attachments={[]} />
      <WatchLink url="javascript:alert(1)" />
      <WatchLink url="" />
    </>,
  );
  expect(container).toBeEmptyDOMElement();
});
