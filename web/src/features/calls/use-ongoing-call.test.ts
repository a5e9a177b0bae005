import { act, renderHook, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";

import type { Call } from "@/gen/sockets";
import { gateway, me } from "@/test/gateway";

import { CallSignalling } from "./call-signalling";
import { everybody } from "./company";
import { useCall } from "./use-call";
import { useInvite } from "./use-contacts";
import { useGoing } from "./use-ongoing-call";

const startedAt = "2026-11-21T09:00:00Z";
const person = (id: string) => ({ id, name: `Person ${id}`, headline: "" });
const ring = (personId: string) => ({ personId, callerId: me.id, nth: 1, state: "ringing" as const });
/** The call as the graph has it, with these people rung. */
const callOf = (revision: number, ...ids: string[]) => ({
  ...{ id: "c1", callerId: me.id, caller: person(me.id), staffIds: [], cameraOff: false, revision },
  ...{ event: { id: "e1", slug: "polder", name: "Polder" }, startedAt, endedAt: null },
  invited: ids.map(person),
  rings: ids.map(ring),
});
/** As a push tells it: people are ids. */
const toldOf = (revision: number, ...ids: string[]): Call => ({
  ...{ id: "c1", eventId: "e1", callerId: me.id, cameraOff: false, revision, startedAt, endedAt: null },
  invitedIds: ids,
  rings: ids.map(ring),
});

function follow(server: { call: ReturnType<typeof callOf> }) {
  const asked = gateway({
    CallById: () => ({ call: server.call }),
    InviteToCall: () => ({ inviteToCall: server.call }),
  }).asked;
  const [onJoined, onExcluded] = [() => undefined, () => undefined];
  const wire = {
    emit: () => Promise.reject(new Error("not here")),
    on: () => onJoined,
    onResync: () => onJoined,
  };
  const signalling = new CallSignalling({ wire, callId: "c1", peerId: "p1", onJoined, onExcluded });
  const page = renderHook(() => useCall("c1").data?.call ?? null);
  const going = renderHook(() => {
    const invite = useInvite("c1");
    return { invite, call: useGoing(page.result.current ?? callOf(1, "a"), signalling) };
  });
  const shown = () => everybody(going.result.current.call).map(({ name }) => name);
  return { asked, signalling, page, going, shown };
}

it("shows who is rung meanwhile, asked once for the page and what goes on in it", async () => {
  const server = { call: callOf(1, "a") };
  const { asked, signalling, page, shown } = follow(server);
  await waitFor(() => expect(page.result.current).not.toBeNull());
  expect(asked.map(({ name }) => name)).toEqual(["CallById"]);
  server.call = callOf(2, "a", "b");
  act(() => signalling.call.set(toldOf(2, "a", "b")));
  await waitFor(() => expect(shown()).toEqual([me.id, "a", "b"].map((id) => `Person ${id}`)));
  expect(page.result.current?.revision).toBe(2);
  act(() => signalling.call.set(toldOf(3, "a", "b")));
  expect(asked).toHaveLength(2);
});

it("shows whom one rings here as the server has answered that", async () => {
  const server = { call: callOf(1, "a") };
  const { asked, page, going, shown } = follow(server);
  await waitFor(() => expect(page.result.current).not.toBeNull());
  server.call = callOf(2, "a", "b");
  await act(() => going.result.current.invite.invite("b"));
  expect(shown()).toEqual([me.id, "a", "b"].map((id) => `Person ${id}`));
  expect(asked.map(({ name }) => name)).toEqual(["CallById", "InviteToCall"]);
});
