import { expect, it } from "vitest";

import { belongs, holds, isStaff, organises, type HeldRole } from "./roles";

const all = (role: HeldRole["role"]): HeldRole => ({ role, scope: { kind: "event", id: null } });
const onStage = (role: HeldRole["role"]): HeldRole => ({ role, scope: { kind: "stage", id: "s1" } });
const person = (...roles: HeldRole[]) => ({ registered: false, roles });

it("takes the roles together, and nobody for somebody without any", () => {
  expect(organises(person(all("speaker"), all("organiser")))).toBe(true);
  expect([organises(person(all("moderator"))), isStaff(person(all("moderator")))]).toEqual([false, true]);
  expect([organises(null), isStaff(undefined), holds(person(), "speaker")]).toEqual([false, false, false]);
  expect(holds(person(all("judge"), all("mentor")), "mentor", "speaker")).toBe(true);
});

it("makes nobody staff by a role for a part of the event, but lets them in", () => {
  const moderator = person(onStage("moderator"), onStage("organiser"));
  expect([isStaff(moderator), organises(moderator), belongs(moderator)]).toEqual([false, false, true]);
});

it("lets in who registered or holds a role", () => {
  expect([belongs(null), belongs(person()), belongs({ registered: true, roles: [] })]).toEqual([
    false,
    false,
    true,
  ]);
});
