import { describe, expect, it, vi } from "vitest";

import { SerialQueue } from "./queue";
import { Scope } from "./scope";
import { FakeClock, settle } from "./testing/fake-clock";

describe("scope", () => {
  it("undoes everything once, last first, even if one of them fails", () => {
    const scope = new Scope();
    const done: number[] = [];
    scope.add(() => done.push(1));
    scope.add(() => {
      throw new Error("broken");
    });
    scope.add(() => done.push(3));
    expect(() => scope.close()).toThrow("broken");
    scope.close();
    expect(done).toEqual([3, 1]);
    expect(scope.size).toBe(0);
  });

  it("undoes at once what comes too late", async () => {
    const scope = new Scope();
    scope.close();
    const undo = vi.fn();
    scope.add(undo);
    expect(undo).toHaveBeenCalledOnce();
    const clock = new FakeClock();
    scope.after(clock, 1, undo);
    await clock.advance(10);
    expect(undo).toHaveBeenCalledOnce();
  });

  it("keeps nothing of timers that ran, of children that closed, of listeners that stopped", async () => {
    const scope = new Scope();
    const clock = new FakeClock();
    const target = new EventTarget();
    const heard = vi.fn();
    scope.after(clock, 5, () => undefined);
    scope.child().close();
    scope.listen(target, "x", heard)();
    await clock.advance(5);
    target.dispatchEvent(new Event("x"));
    expect(heard).not.toHaveBeenCalled();
    expect(scope.size).toBe(0);
  });

  it("closes its children and repeats until then", async () => {
    const scope = new Scope();
    const clock = new FakeClock();
    const tick = vi.fn();
    scope.child().every(clock, 10, tick);
    await clock.advance(35);
    scope.close();
    await clock.advance(100);
    expect(tick).toHaveBeenCalledTimes(3);
    expect(clock.waiting).toBe(0);
  });
});

describe("queue", () => {
  it("runs one at a time, goes on after a failure, and skips what waits when closed", async () => {
    const log: string[] = [];
    const queue = new SerialQueue((error) => log.push(String(error)));
    void queue.run(async () => {
      log.push("a");
      await settle();
      log.push("a ends");
    });
    void queue.run(() => Promise.reject(new Error("b")));
    await queue.run(() => void log.push("c"));
    queue.close();
    await queue.run(() => void log.push("d"));
    expect(log).toEqual(["a", "a ends", "Error: b", "c"]);
  });
});
