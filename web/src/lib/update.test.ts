import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { held, holdUpdateNotice, lookForUpdate, update, watchForUpdates } from "./update";

const answers = (text: string, status = 200) =>
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => new Response(text, { status })),
  );

beforeEach(() => {
  update.set("none");
  document.body.dataset.version = "one";
});
afterEach(() => vi.unstubAllGlobals());

describe("a newer version", () => {
  it("is found when the server has another, and asked for no more", async () => {
    answers("two\n");
    await lookForUpdate();
    await lookForUpdate();
    expect(update.get()).toBe("waits");
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch).toHaveBeenCalledWith("/version.txt", { cache: "no-store" });
  });

  it.each([
    ["one", 200],
    ["", 200],
    ["two", 404],
    ["two", 502],
    ["<!doctype html><title>Sign in to this network</title>", 200],
    ["x".repeat(65), 200],
  ])("is not %j with status %d", async (text, status) => {
    answers(text, status);
    await lookForUpdate();
    expect(update.get()).toBe("none");
  });

  it("is not there while the server cannot be asked, and is found the next time", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await lookForUpdate();
    expect(update.get()).toBe("none");
    answers("two");
    await lookForUpdate();
    expect(update.get()).toBe("waits");
  });

  it("is nothing to a page that does not know its own, as in development", async () => {
    delete document.body.dataset.version;
    answers("two");
    await lookForUpdate();
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("reasons to look", () => {
  const loads = (tag: "script" | "img", src: string) => {
    const element = document.createElement(tag);
    element.setAttribute("type", "text/plain"); // happy-dom need not try it itself
    element.setAttribute("src", src);
    document.body.append(element);
    element.dispatchEvent(new Event("error"));
    element.remove();
  };

  it("are a file of ours that is gone and a tab that is looked at again, until nobody watches", async () => {
    answers("one");
    const stop = watchForUpdates();
    loads("img", "/_next/static/media/a.png");
    loads("script", "https://elsewhere.example/a.js");
    expect(fetch).not.toHaveBeenCalled();
    loads("script", "/_next/static/chunks/gone.js");
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => {
      document.dispatchEvent(new Event("visibilitychange"));
      expect(fetch).toHaveBeenCalledTimes(2);
    });
    stop();
    // While a question is under way no other is asked: this one is, and answered, so that only `stop` holds the next.
    await vi.waitFor(async () => {
      await lookForUpdate();
      expect(fetch).toHaveBeenCalledTimes(3);
    });
    loads("script", "/_next/static/chunks/gone.js");
    document.dispatchEvent(new Event("visibilitychange"));
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  it("are held off by as many as ask for it", () => {
    const [one, other] = [holdUpdateNotice(), holdUpdateNotice()];
    expect(held.get()).toBe(2);
    one();
    other();
    expect(held.get()).toBe(0);
  });
});
