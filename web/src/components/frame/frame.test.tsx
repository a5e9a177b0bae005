import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Toaster } from "@/components/ui/toaster";
import { holdUpdateNotice, update } from "@/lib/update";

import { CommandPalette, type PaletteGroup } from "./command-palette";
import { ConnectionBarView } from "./connection-bar";
import { KeyHelp } from "./key-help";
import { overlay } from "./palette-state";
import { UpdateNotice } from "./update-notice";
import { useFrameKeys } from "./use-frame-keys";

beforeEach(() => overlay.set("none"));

function Keys({ onGo }: { onGo: (letter: string) => void }) {
  useFrameKeys(true, ["a", "m", "p"], onGo);
  return <input aria-label="Message" />;
}

describe("the frame's keys", () => {
  it("goes by g and a letter, but not while typing, nor with another key between", async () => {
    const went: string[] = [];
    render(<Keys onGo={(letter) => went.push(letter)} />);
    const user = userEvent.setup();
    await user.keyboard("ga");
    await user.keyboard("gxm");
    await user.click(screen.getByLabelText("Message"));
    await user.keyboard("gp");
    // Nothing goes anywhere by the `m` after another key.
    expect(went).toEqual(["a"]);
  });

  it("opens the palette from anywhere, the list of keys only outside fields", async () => {
    render(<Keys onGo={() => undefined} />);
    const user = userEvent.setup();
    await user.click(screen.getByLabelText("Message"));
    await user.keyboard("?");
    expect(overlay.get()).toBe("none");
    await user.keyboard("{Control>}k{/Control}");
    expect(overlay.get()).toBe("palette");
  });

  it("lists them", async () => {
    render(<KeyHelp groups={[{ label: "In a call", rows: [{ keys: ["m"], label: "Mute" }] }]} />);
    act(() => overlay.set("keys"));
    const list = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
    expect(list).toHaveTextContent("Mute");
  });
});

function Palette({ ran }: { ran: string[] }) {
  const [query, setQuery] = useState("");
  const item = (label: string) => ({ id: label, label, run: () => void ran.push(label) });
  const groups: PaletteGroup[] = [
    {
      id: "people",
      label: "People",
      items: ["Tomasz", "Amara"].filter((name) => name.startsWith(query)).map(item),
    },
    { id: "sessions", label: "Sessions", items: ["Aula"].filter((name) => name.startsWith(query)).map(item) },
  ];
  return <CommandPalette groups={groups} query={query} onQueryChange={setQuery} />;
}

describe("the command palette", () => {
  it("moves over groups with the arrows, runs with Enter, closes and forgets the query", async () => {
    const ran: string[] = [];
    render(<Palette ran={ran} />);
    act(() => overlay.set("palette"));
    const user = userEvent.setup();
    const field = screen.getByRole("combobox");
    await user.click(field);
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(screen.getByRole("option", { selected: true })).toHaveTextContent("Tomasz");
    await user.keyboard("{ArrowUp}");
    expect(field).toHaveAttribute("aria-activedescendant", screen.getByRole("option", { name: "Aula" }).id);
    await user.keyboard("A");
    expect(screen.getAllByRole("option")).toHaveLength(2);
    await user.keyboard("{Enter}");
    expect(ran).toEqual(["Amara"]);
    expect(screen.queryByRole("dialog")).toBeNull();
    act(() => overlay.set("palette"));
    expect(screen.getByRole("combobox")).toHaveValue("");
  });

  it("says that nothing was found", async () => {
    render(<Palette ran={[]} />);
    act(() => overlay.set("palette"));
    await userEvent.type(screen.getByRole("combobox"), "zz");
    expect(screen.getByRole("status")).toHaveTextContent("Nothing found for “zz”");
  });
});

describe("the connection bar", () => {
  afterEach(() => void vi.useRealTimers());

  it("speaks after two seconds and leaves at once", () => {
    vi.useFakeTimers();
    const view = render(<ConnectionBarView connection={{ status: "reconnecting", since: 0 }} />);
    act(() => vi.advanceTimersByTime(1_999));
    expect(screen.getByRole("status")).toBeEmptyDOMElement();
    act(() => vi.advanceTimersByTime(1));
    expect(screen.getByRole("status")).toHaveTextContent("Reconnecting. Your messages will be sent.");
    view.rerender(<ConnectionBarView connection={{ status: "connected", since: 0 }} />);
    expect(screen.getByRole("status")).toBeEmptyDOMElement();
  });
});

describe("the notice of a new version", () => {
  afterEach(() => act(() => update.set("none")));

  it("waits while something holds it off, as a call does, and goes when dismissed", async () => {
    render(
      <>
        <UpdateNotice />
        <Toaster />
      </>,
    );
    const notice = () => screen.queryByRole("button", { name: "Reload" });
    const release = holdUpdateNotice();
    act(() => update.set("waits"));
    expect(notice()).not.toBeInTheDocument();
    act(release);
    expect(notice()).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(notice()).not.toBeInTheDocument();
    act(() => update.set("needed"));
    expect(notice(), "now it matters").toBeVisible();
  });
});
