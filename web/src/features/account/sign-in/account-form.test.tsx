import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { session } from "@/lib/session";

import { AccountFields } from "./account-form";

let asked: { path: string; body: unknown }[];
let reply: () => unknown;
beforeEach(() => {
  asked = [];
  session.set({ status: "out" });
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push({ path, body: JSON.parse(String(init.body)) });
    return new Response(JSON.stringify(await reply()));
  });
});
afterEach(() => vi.unstubAllGlobals());

const refused = (message: string, data: object = {}) => ({ error: { code: "invalid", message, data } });

it("asks for what is missing where it is missing, and sends nothing", async () => {
  const user = userEvent.setup();
  render(<AccountFields mode="register" onDone={vi.fn()} />);
  await user.click(screen.getByRole("button", { name: "Create account" }));
  expect(screen.getByLabelText("Name")).toHaveFocus();
  expect(screen.getByLabelText("E-mail")).toHaveAccessibleDescription("Enter your e-mail address.");
  expect(screen.getByLabelText("Password")).toHaveAccessibleDescription(/Enter your password\.$/u);
  expect(asked).toEqual([]);
});

it("keeps what was typed when signing in fails, says so, and goes back to the password", async () => {
  const user = userEvent.setup();
  const done = vi.fn();
  reply = () => refused("E-mail or password is wrong.");
  render(<AccountFields mode="login" onDone={done} />);
  await user.type(screen.getByLabelText("E-mail"), "ines@example.org");
  await user.type(screen.getByLabelText("Password"), "not this one{Enter}");
  await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent("E-mail or password is wrong."));
  expect(screen.getByLabelText("Password")).toHaveFocus();
  expect(screen.getByLabelText("E-mail")).toHaveValue("ines@example.org");
  expect(done).not.toHaveBeenCalled();
});

it("brings a refusal to its field, and leads on whom it let in, once", async () => {
  const user = userEvent.setup();
  const done = vi.fn();
  reply = () => refused("There is an account with this address.", { field: "email" });
  render(<AccountFields mode="register" onDone={done} />);
  await user.type(screen.getByLabelText("Name"), " Inês ");
  await user.type(screen.getByLabelText("E-mail"), "i@example.org");
  await user.type(screen.getByLabelText("Password"), "three unrelated words{Enter}");
  const email = screen.getByLabelText("E-mail");
  await waitFor(() => expect(email).toHaveAccessibleDescription("There is an account with this address."));
  expect(email).toHaveFocus();
  const account = { id: "u1", name: "Inês", email: "i2@example.org", roles: [] };
  reply = () => ({ user: account, expiresAt: new Date(Date.now() + 600_000).toISOString() });
  await user.clear(email);
  await user.type(email, "i2@example.org{Enter}{Enter}");
  await waitFor(() => expect(done).toHaveBeenCalledOnce());
  expect(asked.map(({ path }) => path)).toEqual(["/session/register", "/session/register"]);
  expect(asked[1]?.body).toEqual({
    name: "Inês",
    email: "i2@example.org",
    password: "three unrelated words",
  });
});

it("warns nobody who leaves without signing in", async () => {
  const user = userEvent.setup();
  render(<AccountFields mode="login" onDone={vi.fn()} />);
  await user.type(screen.getByLabelText("E-mail"), "ines@example.org");
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
});
