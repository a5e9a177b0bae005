import { beforeEach, describe, expect, it } from "vitest";

import { Scope } from "../scope";
import { FakeClock } from "../testing/fake-clock";
import { FakeConnection } from "../testing/fake-connection";
import { Recovery, RECOVERY } from "./recovery";

describe("recovery", () => {
  let clock: FakeClock;
  let scope: Scope;
  let connection: FakeConnection;
  let recovery: Recovery;
  let gaveUp: number;

  beforeEach(() => {
    clock = new FakeClock();
    scope = new Scope();
    connection = new FakeConnection();
    gaveUp = 0;
    const restart = (): void => connection.restartIce();
    recovery = new Recovery({ connection: connection.real, scope, clock, restart, onGiveUp: () => (gaveUp += 1) });
  });

  it("restarts at once on failure, and leaves a working connection alone", async () => {
    connection.become("connected");
    await clock.advance(120_000);
    expect(connection.restarts).toBe(0);
    connection.become("failed");
    expect(connection.restarts).toBe(1);
  });

  it("waits for a short disconnection to mend itself", async () => {
    connection.become("connected");
    connection.become("disconnected");
    await clock.advance(RECOVERY.disconnectedMs - 1);
    connection.become("connected");
    await clock.advance(60_000);
    expect(connection.restarts).toBe(0);
    connection.become("disconnected");
    await clock.advance(RECOVERY.disconnectedMs);
    expect(connection.restarts).toBe(1);
  });

  it("restarts once for a burst of network changes, connected or not", async () => {
    connection.become("connected");
    for (let burst = 0; burst < 5; burst++) recovery.networkChanged();
    await clock.advance(RECOVERY.networkMs);
    expect(connection.restarts).toBe(1);
  });

  it("gives up after restarts in vain, and forgets them once connected", async () => {
    connection.become("failed");
    await clock.advance(RECOVERY.connectingMs + 1);
    connection.become("connected");
    connection.become("failed");
    await clock.advance(59_999);
    expect([connection.restarts, gaveUp]).toEqual([5, 0]);
    await clock.advance(1);
    expect(gaveUp).toBe(1);
  });

  it("does nothing after its scope is closed", async () => {
    recovery.networkChanged();
    scope.close();
    connection.become("failed");
    await clock.advance(120_000);
    expect([connection.restarts, gaveUp, clock.waiting]).toEqual([0, 0, 0]);
  });
});
