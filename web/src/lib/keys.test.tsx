import { fireEvent, render, screen } from "@testing-library/react";
import { useRef } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { isComposing, setCharacterKeys, useKeys } from "./keys";

const page = vi.fn();
const call = vi.fn();
const card = vi.fn();

/** A page that goes by `g m`, a call with `m` in it, a list of cards that mean something else by `m`, and fields. */
function Page({ cards = false }: { cards?: boolean }) {
  useKeys(["?", "g m", "g l"], page);
  useKeys(["m"], call);
  return (
    <>
      <button>Somewhere</button>
      <input aria-label="line" />
      <textarea aria-label="text" />
      <select aria-label="choice" />
      <div contentEditable suppressContentEditableWarning role="textbox" aria-label="rich" />
      <div role="menu">
        <button role="menuitem">Item</button>
      </div>
      {cards && <Cards />}
    </>
  );
}

function Cards() {
  const box = useRef<HTMLDivElement>(null);
  useKeys(["m", "x"], card, box);
  return (
    <div ref={box}>
      <button>A card</button>
    </div>
  );
}

const on = (name: string) => screen.getByRole("button", { name });
const press = (target: Element, key: string, init = {}) => fireEvent.keyDown(target, { key, ...init });

beforeEach(() => {
  vi.clearAllMocks();
  setCharacterKeys(true);
});

describe("keys of one character", () => {
  it("act on the page, alone or one after the other", () => {
    render(<Page />);
    press(on("Somewhere"), "m");
    expect(call).toHaveBeenCalledTimes(1);
    press(document.body, "?", { shiftKey: true });
    press(document.body, "g");
    press(document.body, "l");
    expect(page.mock.calls.map(([key]) => key)).toEqual(["?", "g l"]);
  });

  it("mean one thing: the second of two is not a key of its own", () => {
    render(<Page />);
    press(document.body, "g");
    press(document.body, "m");
    expect(page).toHaveBeenCalledWith("g m", expect.anything());
    expect(call).not.toHaveBeenCalled();
    press(document.body, "m");
    expect(call).toHaveBeenCalledTimes(1);
  });

  it("are of the region with the focus where two could mean one", () => {
    render(<Page cards />);
    press(on("A card"), "m");
    expect([card.mock.calls.length, call.mock.calls.length]).toEqual([1, 0]);
    press(on("Somewhere"), "m");
    expect([card.mock.calls.length, call.mock.calls.length]).toEqual([1, 1]);
  });

  it.each(["line", "text", "choice", "rich"])("never act in a field: %s", (label) => {
    render(<Page />);
    for (const key of ["m", "?", "g", "l"]) press(screen.getByLabelText(label), key);
    press(screen.getByRole("menuitem"), "m");
    expect(call).not.toHaveBeenCalled();
    expect(page).not.toHaveBeenCalled();
  });

  it("never act with a modifier, held down, or while something is composed", () => {
    render(<Page />);
    for (const init of [
      { ctrlKey: true },
      { metaKey: true },
      { altKey: true },
      { repeat: true },
      { isComposing: true },
      { keyCode: 229 },
    ])
      press(document.body, "m", init);
    expect(call).not.toHaveBeenCalled();
  });

  it("can be switched off, which is kept", () => {
    setCharacterKeys(false);
    render(<Page cards />);
    for (const key of ["m", "?", "g", "l"]) press(on("A card"), key);
    expect([page, call, card].flatMap((one) => one.mock.calls)).toEqual([]);
    expect(localStorage.getItem("hallway.keys")).toBe("off");
    setCharacterKeys(true);
    press(document.body, "m");
    expect(call).toHaveBeenCalledTimes(1);
  });
});

it("knows a composition in either order of events", () => {
  expect(isComposing({ key: "Enter", isComposing: true, keyCode: 13 })).toBe(true);
  expect(isComposing({ key: "Enter", isComposing: false, keyCode: 229 })).toBe(true);
  expect(isComposing({ key: "Enter", isComposing: false, keyCode: 13 })).toBe(false);
});
