import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";

import { session } from "@/lib/session";

import { Providers } from "./providers";

const signIn = (id: string) =>
  act(() =>
    session.set({
      status: "in",
      user: { id, name: id, email: `${id}@example.org`, roles: [] },
      expiresAt: Date.now() + 600_000,
    }),
  );
afterEach(() => session.set({ status: "unknown" }));

it("begins anew for somebody else, with nothing of what the one before was typing", async () => {
  signIn("marta");
  localStorage.setItem("hallway.session", JSON.stringify({ session: session.get(), at: Date.now() }));
  const user = userEvent.setup();
  render(
    <Providers>
      <input aria-label="Text" />
    </Providers>,
  );
  const text = () => screen.getByLabelText("Text");
  await user.type(text(), "hers");
  signIn("marta");
  expect(text()).toHaveValue("hers");
  signIn("jun");
  expect(text()).toHaveValue("");
});
