import { describe, expect, it } from "vitest";

import { deservesToast, isInView, linkOf, wordsOf, zoneOf } from "./notification-view";
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
const brussels = { zone: "Europe/Brussels", own: "Europe/Brussels" };
const today = Date.parse("2026-11-21T10:00:30Z");
const say = (one: Notification, actor: string | undefined, shown = brussels, now = today) =>
  wordsOf(one, actor, shown, now);
const at = (path: string, visible = true, chat = true) => ({ path, visible, chat });

describe("a notification", () => {
  it("of a call is in the past tense when it is past", () => {
    const call = notification({ kind: "call", detail: "ringing" });
    expect(say(call, "Noor").title).toBe("Noor is calling you");
    expect(say(call, "Noor", brussels, today + 35 * 60_000).title).toBe("Noor called you");
    expect(say({ ...call, readAt: "2026-11-21T10:00:05Z" }, "Noor").title).toBe("Noor called you");
    expect(say({ ...call, detail: "missed" }, "Noor").title).toBe("You missed a call from Noor");
  });

  it("is said in words by its kind", () => {
    expect(say(notification({}), "Noor")).toEqual({ title: "Noor wrote to you", body: "Hello" });
    expect(say(notification({ count: 3 }), "Noor").title).toBe("Noor wrote 3 messages");
    expect(say(notification({ kind: "call", detail: "missed" }), undefined).title).toBe(
      "You missed a call from Somebody",
    );
    expect(
      say(notification({ kind: "event_status", subject: "Polder", detail: "cancelled" }), undefined).title,
    ).toBe("Polder was cancelled");
    // Braces and tags of others are text.
    expect(say(notification({ kind: "invitation", subject: "Polder", detail: "owner" }), "Eve")).toEqual({
      title: "Eve invites you to be an owner",
      body: "Polder",
    });
    expect(
      say(notification({ kind: "event_status", subject: "Polder", detail: "taken_down" }), undefined).title,
    ).toBe("Polder was taken down by the administrators");
    expect(say(notification({ kind: "session_soon", subject: "{x} <b>" }), undefined).title).toContain(
      "{x} <b>",
    );
  });

  it("says where a starred session is now, on the clock that is shown", () => {
    const moved = (detail: string) =>
      notification({ kind: "session_moved", actorId: null, subject: "Traces", detail });
    const there = moved("moved 2026-11-22T14:50:00Z Europe/Brussels L1 upstairs");
    expect(zoneOf(there)).toBe("Europe/Brussels");
    expect(say(there, undefined)).toEqual({
      title: "Traces moved to Sunday 22 November, 15:50, L1 upstairs",
      body: "Brussels time",
    });
    expect(say(there, undefined, { zone: "Asia/Tokyo", own: "Europe/Brussels" })).toEqual({
      title: "Traces moved to Sunday 22 November, 23:50, L1 upstairs",
      body: "Tokyo time",
    });
    expect(say(moved("moved 2026-11-22T14:50:00Z Europe/Brussels"), undefined).title).toBe(
      "Traces moved to Sunday 22 November, 15:50",
    );
    for (const [detail, title] of [
      ["gone", "Traces was taken out of the agenda"],
      ["several 1", "1 session that you starred moved or is gone"],
      ["several 3", "3 sessions that you starred moved or are gone"],
      ["moved nowhere", "Traces has changed"],
    ] as const)
      expect(say(moved(detail), undefined).title).toBe(title);
    expect(zoneOf(moved("gone"))).toBeUndefined();
    expect(zoneOf(notification({ detail: "moved 2026-11-22T14:50:00Z Asia/Tokyo" }))).toBeUndefined();
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
    const mention = notification({ kind: "mention", link: "/e/polder/lobby?message=7" });
    expect(isInView(mention, at("/e/polder/lobby"))).toBe(true);
    // A phone's chat is over the page, and the panel may be folded.
    expect(isInView(mention, at("/e/polder/lobby", true, false))).toBe(false);
    expect(deservesToast(mention, at("/e/polder/lobby", true, false))).toBe(true);
    expect(linkOf(mention, "/e/other/lobby")).toBe("/e/polder/lobby?message=7");
    const match = notification({ kind: "match", link: "/e/polder/matches" });
    expect(deservesToast(match, at("/e/polder/lobby"))).toBe(false);
    expect(deservesToast(match, at("/e/other/lobby"))).toBe(true);
    expect(deservesToast(match, at("/"))).toBe(true);
  });
});
