import { createEvent, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Tooltip } from "radix-ui";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { me } from "@/test/gateway";
import { session } from "@/lib/session";

import { Composer } from "./composer";

const sent = vi.fn();
const people = [
  {
    __typename: "Person" as const,
    id: "01900000-0000-7000-8000-000000000001",
    name: "Ada King",
    headline: "",
  },
  {
    __typename: "Person" as const,
    id: "01900000-0000-7000-8000-000000000002",
    name: "Jun Ito",
    headline: "",
  },
  {
    __typename: "Person" as const,
    id: "01900000-0000-7000-8000-000000000003",
    name: "Jun Lee",
    headline: "",
  },
];

beforeEach(() => {
  sent.mockClear();
  session.set({ status: "in", user: me, expiresAt: Date.now() + 600_000 });
  render(
    <Tooltip.Provider>
      <Composer
        {...{ draftKey: "room", label: "Message #lobby", near: people, find: null }}
        onSend={sent}
        onTyping={() => undefined}
      />
    </Tooltip.Provider>,
  );
});

const field = () => screen.getByRole("textbox");
const write = (value: string) => fireEvent.change(field(), { target: { value } });
const enter = (init = {}) => fireEvent.keyDown(field(), { key: "Enter", keyCode: 13, ...init });
/** What another tab does to the draft. */
function elsewhere(text: string): void {
  const key = "hallway.draft.u1.room";
  if (text) localStorage.setItem(key, JSON.stringify({ text, at: 1 }));
  else localStorage.removeItem(key);
  fireEvent(window, new StorageEvent("storage", { key }));
}

describe("Enter", () => {
  it("sends what is written", () => {
    write("hello");
    enter();
    expect(sent).toHaveBeenCalledWith("hello");
    expect(field()).toHaveValue("");
  });

  it("that ends a composition does not, in Chrome's order of events nor in Safari's", () => {
    write("日本");
    fireEvent.compositionStart(field());
    enter({ isComposing: true, keyCode: 229 });
    fireEvent.compositionEnd(field(), { data: "日本" });
    expect(sent).not.toHaveBeenCalled();
    fireEvent.compositionStart(field());
    fireEvent.compositionEnd(field(), { data: "日本" });
    enter({ isComposing: false, keyCode: 229 });
    expect(sent).not.toHaveBeenCalled();
    enter();
    expect(sent).toHaveBeenCalledTimes(1);
  });

  it("adds a line to code that is open, and Ctrl with it sends", async () => {
    const user = userEvent.setup();
    await user.click(field());
    await user.keyboard("```js{Enter}let a{Enter}");
    expect(sent).not.toHaveBeenCalled();
    expect(field()).toHaveValue("```js\nlet a\n");
    await user.keyboard("```{Enter}");
    expect(sent).toHaveBeenCalledWith("```js\nlet a\n```");
    await user.keyboard("```{Enter}b{Control>}{Enter}{/Control}");
    expect(sent).toHaveBeenLastCalledWith("```\nb");
  });

  it.each(["\u3164", "\u2800 \u2800", "\u200b\u2060", "\u115f\u1160\uffa0", "\u034f"])(
    "sends nothing for %j",
    (text) => {
      write(text);
      enter();
      expect(sent).not.toHaveBeenCalled();
      expect(screen.getByRole("button", { name: "Send" })).toHaveAttribute("aria-disabled", "true");
    },
  );
});

describe("a draft in two tabs", () => {
  it("is one: written and sent in the other, it is gone here", () => {
    write("from here");
    elsewhere("from here, and there");
    expect(field()).toHaveValue("from here, and there");
    elsewhere("");
    expect(field()).toHaveValue("");
    enter();
    expect(sent).not.toHaveBeenCalled();
  });

  it("is not sent again by a tab that has not heard of it yet", () => {
    write("once");
    localStorage.removeItem("hallway.draft.u1.room");
    enter();
    expect(sent).not.toHaveBeenCalled();
    expect(field()).toHaveValue("");
  });
});

describe("a name typed by hand", () => {
  it("is a mention when it is one person's", () => {
    write("@ada king, look");
    enter();
    expect(sent).toHaveBeenCalledWith(`@[ada king](${people[0]?.id}), look`);
  });

  it("says that nobody is told, and offers those whom it may mean", async () => {
    write("look @Jun : here");
    expect(screen.getByText(/Several people are called “Jun”/u)).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Choose one" }));
    expect(screen.getAllByRole("option").map((one) => one.textContent)).toEqual([
      expect.stringContaining("Jun Ito"),
      expect.stringContaining("Jun Lee"),
    ]);
    write("look @Grace : here");
    expect(screen.getByText(/Nobody here is called “Grace”/u)).toBeVisible();
  });
});

describe("a file", () => {
  const file = new File(["x"], "x.png", { type: "image/png" });
  const said = () => screen.queryByText("Files cannot be sent here yet.");

  it("that is pasted is not sent, and it is said until the next key", () => {
    const paste = createEvent.paste(field(), { clipboardData: { files: [file], types: ["Files"] } });
    fireEvent(field(), paste);
    expect(said()).toBeVisible();
    // The text beside it goes its own way.
    expect(paste.defaultPrevented).toBe(false);
    write("a");
    expect(said()).toBeNull();
  });

  it("that is dropped opens nothing; text beside it is kept", () => {
    const drop = createEvent.drop(field(), {
      dataTransfer: { files: [file], types: ["Files", "text/plain"], getData: () => "its name" },
    });
    fireEvent(field(), drop);
    expect(drop.defaultPrevented).toBe(true);
    expect(field()).toHaveValue("its name");
    expect(said()).toBeVisible();
  });
});
