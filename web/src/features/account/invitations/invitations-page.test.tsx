import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { gateway, type Gateway } from "@/test/gateway";

import { InvitationsPage } from "./invitations-page";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

const invitation = {
  ...{ eventId: "e1", eventName: "Small Conf", invitedAt: "2026-11-28T08:00:00Z" },
  inviter: { id: "p1", name: "Marta Lindholm", headline: "" },
  roles: [
    {
      role: "speaker",
      scope: { kind: "event", id: null },
    },
  ],
};

function open(answers: Gateway["answers"]) {
  const waiting = [invitation];
  const server = gateway({ MyInvitations: () => ({ myRoleInvitations: [...waiting] }), ...answers });
  const asked: string[] = [];
  for (const name of ["AcceptInvitation", "DeclineInvitation"])
    server.answers[name] ??= ({ eventId }) => {
      asked.push(`${name} ${String(eventId)}`);
      waiting.length = 0;
      return name === "AcceptInvitation" ? { acceptEventRole: true } : { declineEventRole: true };
    };
  render(<InvitationsPage />);
  return { asked, user: userEvent.setup() };
}

it.each([
  ["Accept", "AcceptInvitation e1"],
  ["Decline", "DeclineInvitation e1"],
])("says who asks what, and by keyboard: %s", async (word, wanted) => {
  const { asked, user } = open({});
  expect(await screen.findByRole("heading", { name: "Small Conf" })).toBeVisible();
  expect(screen.getByText(/From Marta Lindholm/u)).toBeVisible();
  expect(screen.getByText("Speaker")).toBeVisible();
  screen.getByRole("button", { name: `${word} the invitation to Small Conf` }).focus();
  await user.keyboard("{Enter}");
  expect(await screen.findByText("No invitations")).toBeVisible();
  expect(asked).toEqual([wanted]);
});
