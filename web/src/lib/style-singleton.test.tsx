import { render } from "@testing-library/react";
import { expect, it } from "vitest";

import { styleSingleton } from "./style-singleton";

const texts = () =>
  document.adoptedStyleSheets.map((sheet) => Array.from(sheet.cssRules, (rule) => rule.cssText).join(""));

it("is there once for all who use it, as it was for the first, until the last has gone", () => {
  const [Styles, Others] = [styleSingleton(), styleSingleton()];
  const first = render(<Styles styles=".a { color: red; }" />);
  const second = render(<Styles styles=".b { color: red; }" />);
  expect(texts()).toEqual([expect.stringContaining(".a")]);
  const other = render(<Others styles=".c { color: red; }" />);
  expect(texts()).toHaveLength(2);
  first.unmount();
  expect(texts()).toHaveLength(2);
  second.unmount();
  expect(texts()).toEqual([expect.stringContaining(".c")]);
  other.unmount();
  expect(texts()).toEqual([]);
  render(<Styles styles=".d { color: red; }" />).unmount();
  expect(texts()).toEqual([]);
});
