import { describe, expect, it } from "vitest";

import { deservesToast, isInView, linkOf, wordsOf } from "./notification-view";
import type { Notification } from "./notifications-state";

const notification = (part: Partial<Notification>): Notification => ({
  ...{
    id: "n",
    kind: "direct",
    eventId: null,
    actorId: "p",
    actorInTeam: false,
    subject: "Hello",
    detail: "",
    link: "/messages/r1",
  },
  ...{ count: 1, createdAt: "2026-11-21T10:00:00Z", readAt: null },
  ...part,
});
const at = (path: string, visible = true) => ({ path, visible });

describe("a notification", () => {
  it("is said in words by its kind", () => {
    expect(wordsOf(notification({}), "Noor")).toEqual({ title: "Noor wrote to you", body: "Hello" });
    expect(wordsOf(notification({ count: 3 }), "Noor").title).toBe("Noor wrote 3 messages");
    expect(wordsOf(notification({ kind: "call", detail: "missed" }), undefined).title).toBe(
      "You missed a call from Somebody",
    );
    expect(
      wordsOf(notification({ kind: "event_status", subject: "Polder", detail: "cancelled" }), undefined)
        .title,
    ).toBe("Polder was cancelled");
    // Braces and tags of others are text.
    expect(wordsOf(notification({ kind: "invitation", subject: "Polder", detail: "owner" }), "Eve")).toEqual({
      title: "Eve invites you to be an owner",
      body: "Polder",
    });
    expect(
      wordsOf(notification({ kind: "event_status", subject: "Polder", detail: "taken_down" }), undefined)
        .title,
    ).toBe("Polder was taken down by the administrators");
    expect(wordsOf(notification({ kind: "session_soon", subject: "{x} <b>" }), undefined).title).toContain(
      "{x} <b>",
    );
  });

  it("leads within the site only, and stays in the venue one is in", () => {
    expect(linkOf(notification({}), "/e/polder/lobby")).toBe("/e/polder/messages/r1");
    expect(linkOf(notification({}), "/settings")).toBe("/messages/r1");
    for (const link of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "javascript:alert(1)",
      "",
    ])
      expect(linkOf(notification({ link }), "/")).toBe("/notifications");
  });

  it("is not told in passing when it is in view, rings, or the venue celebrates it", () => {
    expect(isInView(notification({}), at("/e/polder/messages/r1"))).toBe(true);
    expect(deservesToast(notification({}), at("/messages/r1"))).toBe(false);
    expect(deservesToast(notification({}), at("/messages/r1", false))).toBe(true);
    expect(deservesToast(notification({}), at("/messages/r2"))).toBe(true);
    expect(deservesToast(notification({ kind: "call", detail: "ringing" }), at("/"))).toBe(false);
    expect(deservesToast(notification({ kind: "call", detail: "missed" }), at("/"))).toBe(true);
    const match = notification({ kind: "match", link: "/e/polder/matches" });
    expect(deservesToast(match, at("/e/polder/lobby"))).toBe(false);
    expect(deservesToast(match, at("/e/other/lobby"))).toBe(true);
    expect(deservesToast(match, at("/"))).toBe(true);
  });
});
