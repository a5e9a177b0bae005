import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import { Problem } from "@/lib/problem";
import type { Gateway } from "@/test/gateway";

import { event, organiserGateway } from "../testing";
import { HostEvent } from "./create";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

let server: Gateway;
beforeEach(() => {
  push.mockReset();
  server = organiserGateway({ CreateEvent: () => ({ createEvent: { ...event } }) });
});
const open = () => {
  const user = userEvent.setup();
  return { user, ...render(<HostEvent />) };
};
const create = () => screen.getByRole("button", { name: "Create draft" });
const ids = () => server.asked.map(({ variables }) => variables["id"]);

it("asks for the name first, and moves the end along with a start that overtakes it", async () => {
  const { user } = open();
  await user.click(create());
  expect(screen.getByLabelText("Name")).toHaveFocus();
  expect(screen.getByLabelText("Name")).toHaveAccessibleDescription("An event needs a name.");
  expect(server.asked).toEqual([]);
  const [start, end] = [screen.getByLabelText("Starts"), screen.getByLabelText("Ends")];
  // At once, as a browser's own picker does.
  fireEvent.change(start, { target: { value: "2030-01-02T09:00" } });
  expect(end).toHaveValue("2030-01-02T17:30");
});

it("makes one event, however often it is tried, and leads to its agenda", async () => {
  server.answers["CreateEvent"] = () => {
    throw new Problem("full", "More than the hall holds.", { field: "capacity" });
  };
  const { user } = open();
  await user.type(screen.getByLabelText("Name"), "Small Conf");
  await user.click(create());
  const capacity = screen.getByLabelText(/^Capacity/u);
  await waitFor(() => expect(capacity).toHaveFocus());
  expect(capacity).toHaveAccessibleDescription(/More than the hall holds\.$/u);
  server.answers["CreateEvent"] = () => ({ createEvent: { ...event } });
  await user.type(capacity, "40{Enter}{Enter}");
  await waitFor(() => expect(push).toHaveBeenCalledExactlyOnceWith("/e/small/manage?tab=agenda"));
  expect(ids()).toHaveLength(2);
  expect(new Set(ids()).size).toBe(1);
  expect(localStorage).toHaveLength(0);
});

it("keeps a long description whole over a reload", async () => {
  const { user, unmount } = open();
  const text = 'A "long" one.\n'.repeat(1_400);
  await user.type(screen.getByLabelText("Name"), "Small Conf");
  await user.click(screen.getByLabelText(/^Description/u));
  await user.paste(text);
  unmount();
  open();
  expect(screen.getByLabelText(/^Description/u)).toHaveValue(text);
  expect(screen.getByLabelText("Name")).toHaveValue("Small Conf");
});
