import { createHash } from "node:crypto";

import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { contentSecurityPolicy } from "@/lib/content-security-policy";

import { Select } from "./select";

it("writes no style element that pages refuse", async () => {
  render(
    <Select
      value="one"
      onValueChange={() => undefined}
      options={[{ value: "one", label: "One" }]}
      aria-label="Number"
    />,
  );
  document.querySelector<HTMLElement>('[role="combobox"]')?.focus();
  await userEvent.keyboard("{Enter}");
  const texts = Array.from(document.body.querySelectorAll("style"), ({ textContent }) => textContent);
  expect(texts).toHaveLength(1);
  const allowed = /style-src ([^;]*);/u.exec(contentSecurityPolicy("x", null, false))?.[1];
  for (const text of texts)
    expect(allowed).toContain(`'sha256-${createHash("sha256").update(text).digest("base64")}'`);
});
