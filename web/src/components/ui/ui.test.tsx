import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { Avatar } from "./avatar";
import { Bar } from "./bar";
import { Button } from "./button";
import { CountPill } from "./count-pill";
import { Field } from "./field";
import { Input } from "./input";
import { announce, LiveRegion } from "./live-region";
import { Segmented } from "./segmented";
import { Time } from "./time";
import { toast } from "./toast";
import { Toaster } from "./toaster";

describe("a field", () => {
  it("ties label, hint and error to its control", () => {
    render(
      <Field label="E-mail" hint="We write once." error="Check the part after the @.">
        <Input />
      </Field>,
    );
    const input = screen.getByLabelText("E-mail");
    expect(input).toBeInvalid();
    expect(input).toHaveAccessibleDescription("We write once. Check the part after the @.");
  });
});

describe("a pending button", () => {
  it("keeps its name and focus, and ignores presses, submits included", async () => {
    const pressed = vi.fn();
    const submitted = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
    render(
      <form onSubmit={submitted}>
        <Button type="submit" pending onClick={pressed}>
          Save
        </Button>
      </form>,
    );
    const button = screen.getByRole("button", { name: "Save" });
    await userEvent.click(button);
    expect(button).toHaveFocus();
    expect(pressed).not.toHaveBeenCalled();
    expect(submitted).not.toHaveBeenCalled();
  });
});

describe("a face", () => {
  it("says name and presence, or presence alone beside the name", () => {
    const { rerender } = render(<Avatar id="u" name="Mei Tan" presence="away" />);
    expect(screen.getByRole("img", { name: "Mei Tan, away" })).toHaveTextContent("MT");
    rerender(<Avatar id="u" name="Mei Tan" presence="here" decorative size={24} />);
    expect(screen.getByRole("img", { name: "here now" })).toHaveTextContent("M");
    rerender(<Avatar id="u" name="Mei Tan" decorative />);
    expect(screen.queryByRole("img")).toBeNull();
  });
});

describe("numbers", () => {
  it("are kept in bounds", () => {
    render(<Bar value={Number.NaN} label="Import" />);
    expect(screen.getByRole("progressbar", { name: "Import" })).toHaveAttribute("aria-valuenow", "0");
    const { container, rerender } = render(<CountPill count={0} />);
    expect(container).toBeEmptyDOMElement();
    rerender(<CountPill count={100} />);
    expect(container).toHaveTextContent("99+");
  });
});

describe("a segmented control", () => {
  it("chooses, and never chooses nothing", async () => {
    const chosen = vi.fn();
    const segments = [
      { value: "a", label: "For you" },
      { value: "b", label: "Asked" },
    ];
    render(<Segmented label="Matches" value="a" onValueChange={chosen} segments={segments} />);
    await userEvent.click(screen.getByRole("radio", { name: "For you" }));
    expect(chosen).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("radio", { name: "Asked" }));
    expect(chosen).toHaveBeenCalledWith("b");
  });
});

describe("a time", () => {
  it("carries the moment, and the event's zone one hover away", () => {
    render(<Time at="2026-11-21T14:00:00Z" zone="Europe/Brussels" />);
    const time = screen.getByTitle(/15:00 in Brussels$/u);
    expect(time).toHaveAttribute("datetime", "2026-11-21T14:00:00Z");
    expect(time).toHaveTextContent(/^\d\d:\d\d$/u);
  });
});

describe("toasts and announcements", () => {
  it("show once per key, and go", async () => {
    render(<Toaster />);
    act(() => void toast({ title: "Not sent.", key: "m1" }));
    let dismiss = () => undefined as void;
    act(() => {
      dismiss = toast({ title: "Not sent again.", key: "m1", tone: "error" });
    });
    expect(await screen.findAllByText("Not sent again.")).not.toHaveLength(0);
    expect(screen.queryByText("Not sent.")).toBeNull();
    act(() => dismiss());
    expect(screen.queryByText("Not sent again.")).toBeNull();
  });

  it("takes back what is not true any more, and nothing that was said since", () => {
    render(<LiveRegion />);
    let unsay = () => undefined as void;
    act(() => void (unsay = announce("It rings", "assertive")));
    act(() => unsay());
    expect(screen.getByRole("alert").textContent).toBe("");
    act(() => void announce("You are offline", "assertive"));
    act(() => unsay());
    expect(screen.getByRole("alert").textContent).toBe("You are offline");
  });

  it("says the same sentence twice", () => {
    render(<LiveRegion />);
    act(() => announce("12 new messages"));
    const first = screen.getByRole("status").textContent;
    act(() => announce("12 new messages"));
    expect(screen.getByRole("status").textContent).not.toBe(first);
    expect(screen.getByRole("status")).toHaveTextContent("12 new messages");
  });
});
