import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { readDraft, writeDraft } from "@/lib/drafts";
import { useForm, type FormOptions } from "@/lib/form";
import { Problem } from "@/lib/problem";
import { session } from "@/lib/session";

import { Field, FormError } from "./field";
import { Input } from "./input";

/** The mechanism of `@/lib/form` with the fields that show it: by keyboard, and as a screen reader is told. */
type Values = { name: string; town: string; hidden: string };
const blank: Values = { name: "", town: "", hidden: "" };

type Sent = {
  values: Values;
  accept: (answer: Values | (() => void)) => void;
  refuse: (problem: Problem) => void;
};
let sent: Sent[];
beforeEach(() => {
  sent = [];
  const noor = { id: "noor", name: "Noor", email: "noor@example.org", roles: [] };
  session.set({ status: "in", user: noor, expiresAt: Date.now() + 600_000 });
});

function Form({ saved = blank, ...options }: Partial<FormOptions<Values>>) {
  const form = useForm<Values>({
    saved,
    fields: ["name", "town", "hidden"],
    check: ({ name, town }) => ({
      ...(!name.trim() && { name: "profile.nameMissing" as const }),
      ...(town.length > 5 && { town: ["profile.tooLong", { limit: 5 }] as const }),
    }),
    send: (values) => new Promise((accept, refuse) => sent.push({ values, accept, refuse })),
    ...options,
  });
  return (
    <form {...form.props}>
      <Field label="Name" error={form.errorOf("name")}>
        <Input {...form.bind("name")} />
      </Field>
      <Field label="Town" error={form.errorOf("town")}>
        <Input {...form.bind("town")} />
      </Field>
      <FormError>{form.refusal}</FormError>
      <button type="submit">{form.pending ? "Saving" : "Save"}</button>
      <button type="button" onClick={form.discard}>
        Discard
      </button>
      <output>
        {[form.dirty && "dirty", form.merged && "merged", ...form.clashes].filter(Boolean).join(" ")}
      </output>
    </form>
  );
}

const name = () => screen.getByLabelText("Name");
const town = () => screen.getByLabelText("Town");
const missing = "Say what people may call you.";
const long = "This is too long: 5 characters at most.";
const last = () => sent[sent.length - 1]!;
const answer = (say: () => void) => act(async () => say());

describe("what is wrong", () => {
  it("is said when a field is left, not while typing, and not of one that was only passed through", async () => {
    const user = userEvent.setup();
    render(<Form />);
    await user.tab();
    await user.tab();
    expect(name()).toBeValid();
    await user.keyboard("Amsterdam");
    expect(town()).toBeValid();
    await user.tab();
    expect(town()).toBeInvalid();
    expect(town()).toHaveAccessibleDescription(long);
    await user.clear(town());
    await user.keyboard("Delft");
    expect(town()).toBeValid();
    // Well again, it may become wrong again while it is typed, until it is left.
    await user.keyboard("shaven");
    expect(town()).toBeValid();
  });

  it("is all said at sending, and the first of it has the focus with its sentence", async () => {
    const user = userEvent.setup();
    render(<Form />);
    await user.type(town(), "Amsterdam{Enter}");
    expect(sent).toEqual([]);
    expect(name()).toHaveFocus();
    expect(name()).toHaveAccessibleDescription(missing);
    expect(town()).toHaveAccessibleDescription(long);
    await user.keyboard("Noor");
    expect(name()).toBeValid();
    await user.keyboard("{Enter}");
    expect(town()).toHaveFocus();
  });

  it("is said only at the release of what was pressed, which then is what is clicked", async () => {
    const user = userEvent.setup();
    render(<Form />);
    const save = screen.getByRole("button", { name: "Save" });
    await user.type(town(), "Amsterdam");
    await user.pointer({ keys: "[MouseLeft>]", target: save });
    expect(town()).not.toHaveFocus();
    expect(town()).toBeValid();
    await user.pointer("[/MouseLeft]");
    expect(town()).toHaveAccessibleDescription(long);
    expect(name()).toHaveAccessibleDescription(missing);
    expect(name()).toHaveFocus();
  });

  it.each([
    ["beside it", () => document.body, "[/MouseLeft]"],
    ["on its own field again", town, "[/MouseLeft]"],
    ["that becomes a menu", () => document.body, "[MouseRight]"],
    ["that a key ends", () => document.body, "{Shift}"],
  ])("is said after a press %s", async (_, target, end) => {
    const user = userEvent.setup();
    render(<Form />);
    await user.type(town(), "Amsterdam");
    await user.pointer({ keys: "[MouseLeft>]", target: name() });
    await user.pointer({ target: target() });
    expect(town()).toBeValid();
    await (end.startsWith("{") ? user.keyboard(end) : user.pointer({ keys: end, target: target() }));
    expect(town()).toBeInvalid();
    await user.pointer("[/MouseLeft]");
  });
});

describe("sending", () => {
  it("happens once, however often it is asked for", async () => {
    const user = userEvent.setup();
    render(<Form />);
    await user.type(name(), "Noor{Enter}{Enter}");
    await user.click(screen.getByRole("button", { name: "Saving" }));
    const form = screen.getByRole("button", { name: "Saving" }).closest("form")!;
    act(() => {
      form.requestSubmit();
      form.requestSubmit();
    });
    expect(sent.map(({ values }) => values.name)).toEqual(["Noor"]);
    await answer(() => last().refuse(new Problem("unavailable", "Try again.")));
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(sent).toHaveLength(2);
  });

  it("brings a refusal to its field, with the focus, until something is changed", async () => {
    const user = userEvent.setup();
    render(<Form />);
    await user.type(name(), "Noor");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await answer(() => last().refuse(new Problem("invalid", "There is no such town.", { field: "town" })));
    expect(town()).toHaveFocus();
    expect(town()).toHaveAccessibleDescription("There is no such town.");
    expect(screen.getByRole("alert")).toBeEmptyDOMElement();
    await user.keyboard("D");
    expect(town()).toBeValid();
  });

  it.each([
    ["no field", {}],
    ["a field that is not on the screen", { field: "hidden" }],
    ["a field of something else", { field: "password" }],
  ])("announces a refusal that names %s", async (_, data) => {
    const user = userEvent.setup();
    render(<Form refocus="name" />);
    await user.type(name(), "Noor");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await answer(() => last().refuse(new Problem("forbidden", "Not yours.", data)));
    expect(screen.getByRole("alert")).toHaveTextContent("Not yours.");
    expect(name()).toHaveFocus();
    expect(name()).toBeValid();
  });

  it("shows the server's words as words", async () => {
    const user = userEvent.setup();
    render(<Form />);
    await user.type(name(), "Noor{Enter}");
    const markup = '<img src=x onerror="alert(1)"> {count, plural, one {x}';
    await answer(() => last().refuse(new Problem("invalid", markup, { field: "name" })));
    expect(name()).toHaveAccessibleDescription(markup);
    await user.keyboard("!{Enter}");
    await answer(() => last().refuse(new Problem("invalid", markup)));
    expect(screen.getByRole("alert")).toHaveTextContent(markup);
    expect(document.querySelector("img")).toBeNull();
  });

  it("does not pull away whoever types on, nor blame a field that says something else by now", async () => {
    const user = userEvent.setup();
    render(<Form />);
    await user.type(town(), "Delft");
    await user.type(name(), "Noor{Enter}");
    await user.keyboard("!");
    await answer(() => last().refuse(new Problem("invalid", "That name is taken.", { field: "name" })));
    expect(name()).toBeValid();
    expect(screen.getByRole("alert")).toHaveTextContent("That name is taken.");
    await user.keyboard("{Enter}");
    await user.type(name(), "?");
    await answer(() => last().refuse(new Problem("invalid", "There is no such town.", { field: "town" })));
    expect(town()).toBeInvalid();
    expect(name()).toHaveFocus();
  });

  it("keeps what was typed meanwhile, and shows what was saved", async () => {
    const user = userEvent.setup();
    const { rerender } = render(<Form />);
    await user.type(name(), " Noor {Enter}");
    await user.type(town(), "Delft");
    const saved = { ...blank, name: "Noor" };
    rerender(<Form saved={saved} />);
    await answer(() => last().accept(saved));
    expect(name()).toHaveValue("Noor");
    expect(town()).toHaveValue("Delft");
    expect(screen.getByRole("status")).toHaveTextContent("dirty");
    expect(screen.getByRole("status")).not.toHaveTextContent("merged");
  });
});

describe("a late answer", () => {
  it.each([
    ["refusal", (one: Sent) => one.refuse(new Problem("invalid", "Too late.", { field: "name" }))],
    ["success", (one: Sent) => one.accept({ ...blank, name: "First" })],
  ])("that is a %s changes nothing of what was sent after it", async (_, come) => {
    const user = userEvent.setup();
    render(<Form />);
    await user.type(name(), "First{Enter}");
    await user.click(screen.getByRole("button", { name: "Discard" }));
    await user.type(name(), "Second{Enter}");
    await answer(() => come(sent[0]!));
    expect(screen.getByRole("button", { name: "Saving" })).toBeInTheDocument();
    expect(name()).toHaveValue("Second");
    expect(name()).toBeValid();
    await answer(() => sent[1]!.refuse(new Problem("invalid", "In time.", { field: "name" })));
    expect(name()).toHaveAccessibleDescription("In time.");
  });

  it("leads nobody on who has left, but its draft is done with", async () => {
    const user = userEvent.setup();
    const goOn = vi.fn();
    const { unmount } = render(<Form draft="f" />);
    await user.type(name(), "Noor{Enter}");
    expect(readDraft("f")).not.toBe("");
    unmount();
    await answer(() => last().accept(goOn));
    expect(goOn).not.toHaveBeenCalled();
    expect(readDraft("f")).toBe("");
  });

  it("leaves the draft that was typed after it", async () => {
    const user = userEvent.setup();
    const { unmount } = render(<Form draft="f" />);
    await user.type(name(), "First{Enter}");
    unmount();
    render(<Form draft="f" />);
    await user.type(name(), ", second");
    await answer(() => last().accept(() => undefined));
    expect(name()).toHaveValue("First, second");
    expect(readDraft("f")).toContain("First, second");
  });

  it("ends the form once: it stays as it is, and sends nothing more", async () => {
    const user = userEvent.setup();
    const goOn = vi.fn();
    render(<Form />);
    await user.type(name(), "Noor{Enter}");
    await answer(() => last().accept(goOn));
    await user.keyboard("{Enter}");
    expect([sent.length, goOn.mock.calls.length]).toEqual([1, 1]);
    expect(name()).toHaveValue("Noor");
    expect(leaving()).toBe(false);
  });
});

/** Whether the browser would ask before the page goes. */
function leaving(): boolean {
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

describe("leaving", () => {
  it("warns while something typed is kept nowhere, and only then", async () => {
    const user = userEvent.setup();
    const { rerender, unmount } = render(<Form />);
    expect(leaving()).toBe(false);
    await user.type(name(), "Noor");
    expect(leaving()).toBe(true);
    await user.clear(name());
    expect(leaving()).toBe(false);
    await user.type(name(), "Noor{Enter}");
    const saved = { ...blank, name: "Noor" };
    rerender(<Form saved={saved} />);
    await answer(() => last().accept(saved));
    expect(leaving()).toBe(false);
    await user.type(name(), "!");
    expect(leaving()).toBe(true);
    unmount();
    expect(leaving()).toBe(false);
  });

  it("warns not where a draft is kept, but does where it cannot be", async () => {
    const user = userEvent.setup();
    render(<Form draft="f" check={() => ({})} />);
    await user.type(name(), "Noor");
    expect(leaving()).toBe(false);
    await user.click(town());
    await user.paste("x".repeat(400_000));
    expect(leaving()).toBe(true);
  });

  it("is free where nothing would be lost", async () => {
    const user = userEvent.setup();
    render(<Form warn={false} />);
    await user.type(name(), "Noor");
    expect(leaving()).toBe(false);
  });
});

describe("a draft", () => {
  it("comes back, over what others saved since, and goes with Discard", async () => {
    const user = userEvent.setup();
    const { unmount } = render(<Form draft="f" />);
    await user.type(name(), "Noor");
    unmount();
    render(<Form draft="f" saved={{ ...blank, town: "Delft" }} />);
    expect([name(), town()].map((field) => (field as HTMLInputElement).value)).toEqual(["Noor", "Delft"]);
    await user.click(screen.getByRole("button", { name: "Discard" }));
    expect(name()).toHaveValue("");
    expect(readDraft("f")).toBe("");
  });

  it("that is broken is forgotten", () => {
    writeDraft("f", '{"name":["","No');
    render(<Form draft="f" />);
    expect(name()).toHaveValue("");
    expect(localStorage).toHaveLength(0);
  });
});

describe("what others save meanwhile", () => {
  it("comes into fields that nobody changes here, and is asked about where both did", async () => {
    const user = userEvent.setup();
    const { rerender } = render(<Form />);
    await user.type(name(), "Noor");
    rerender(<Form saved={{ ...blank, town: "Delft" }} />);
    expect(town()).toHaveValue("Delft");
    expect(screen.getByRole("status")).toHaveTextContent("dirty merged");
    rerender(<Form saved={{ ...blank, name: "Mei" }} />);
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("dirty merged name"));
    expect(name()).toHaveValue("Noor");
  });
});
