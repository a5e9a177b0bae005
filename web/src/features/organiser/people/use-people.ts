"use client";

import { useEffect, useRef, useState } from "react";

import { toast } from "@/components/ui/toast";
import { useTeamMutes, type Mutes as TeamMutes, type HeldRole } from "@/features/live-event";
import {
  EventTeam,
  FindRegistered,
  GrantRole,
  Mute,
  Registered as RegisteredOperation,
  RevokeRole,
} from "@/gen/operations/organiser";
import { useDebounced } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { toProblem, type Problem } from "@/lib/problem";
import { request } from "@/lib/request";
import { useResync } from "@/lib/socket";
import { dayAndClock } from "@/lib/time";
import { useAnswer, useLast } from "@/lib/use-answer";
import { useShownZone } from "@/lib/whose-clock";

import {
  divided,
  withChoices,
  withPeople,
  type Choice,
  type OrganisedPerson,
  type Roles,
} from "./people-state";

const pageSize = 60;
/** How many are asked for by themselves, so that who is here has a name; the rest by a button. */
const byItself = 10 * pageSize;

export type Registered = {
  people: readonly OrganisedPerson[];
  loading: boolean;
  problem: Problem | null;
  /** Asks for more, or again; undefined when these are all. */
  more?: () => void;
};

/** Everybody who registered, page by page; asked for again when `count` says that somebody came or left. */
export function useRegistered(eventId: string, count: number): Registered {
  const [people, setPeople] = useState<readonly OrganisedPerson[]>([]);
  const [state, setState] = useState<"loading" | "more" | "all">("loading");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [most, setMost] = useState(byItself);
  const [turn, setTurn] = useState(0);
  useResync(() => setTurn((now) => now + 1));
  // An answer to a walk that has begun anew counts for nothing.
  useEffect(() => {
    let stale = false;
    const walk = async () => {
      let found: readonly OrganisedPerson[] = [];
      let page: readonly OrganisedPerson[];
      do {
        const after = found.at(-1)?.id ?? null;
        const { attendees } = await request(RegisteredOperation, { eventId, after });
        if (stale) return;
        page = attendees;
        found = withPeople(found, page);
        setPeople((known) => (known.length > found.length ? known : found));
      } while (page.length === pageSize && found.length < most);
      setPeople(found);
      setProblem(null);
      setState(page.length === pageSize ? "more" : "all");
    };
    // A rush at the door is one walk, not hundreds.
    const timer = setTimeout(
      () => walk().catch((error: unknown) => !stale && setProblem(toProblem(error))),
      300,
    );
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [eventId, count, most, turn]);
  const more = () => (problem ? setTurn(turn + 1) : setMost(most + byItself));
  return {
    people,
    loading: state === "loading" && !problem,
    problem: people.length ? null : problem,
    more: problem || state === "more" ? more : undefined,
  };
}

/** People who registered and fit the words; null while there are none to look for. */
export function useFoundRegistered(eventId: string, text: string): readonly OrganisedPerson[] | null {
  const wanted = text.trim();
  const asked = useDebounced(wanted, 150);
  const found = useLast(useAnswer(FindRegistered, asked ? { eventId, text: asked } : null).data);
  return wanted ? (found?.searchPeople ?? []) : null;
}

export type Team = {
  roles: Roles;
  /** What each was asked to take and has not accepted. */
  invited: Roles;
  people: readonly OrganisedPerson[];
  loading: boolean;
  problem: Problem | null;
  retry: () => void;
  /** Gives a role or takes it. Shown at once; taken back with a toast when it failed. */
  change: (person: OrganisedPerson, held: HeldRole, on: boolean) => void;
};

/** Who has which roles in the event. */
export function useTeam(eventId: string): Team {
  const t = useT();
  const { data, loading, problem, retry } = useAnswer(EventTeam, { eventId });
  const [choices, setChoices] = useState<readonly Choice[]>([]);
  const last = useRef<Promise<void>>(Promise.resolve());
  const team = data?.eventTeam ?? [];
  const told: Roles = new Map(team.map((member) => [member.userId, member.roles]));
  const asked: Roles = new Map(team.map((member) => [member.userId, [...member.roles, ...member.invited]]));
  const { held, invited } = divided(withChoices(asked, choices), told);
  const send = async (person: OrganisedPerson, { held, on }: Choice) => {
    const { role, scope } = held;
    const variables = { eventId, userId: person.id, role, scope: { kind: scope.kind, id: scope.id } };
    try {
      await (on ? request(GrantRole, variables) : request(RevokeRole, variables));
      await retry();
    } catch (failure) {
      toast({
        tone: "error",
        title: t("organiser.rolesFailed", { name: person.name }),
        body: toProblem(failure).message,
      });
    }
  };
  const change = (person: OrganisedPerson, held: HeldRole, on: boolean) => {
    const choice = { personId: person.id, held, on };
    setChoices((known) => [...known, choice]);
    // One after the other: on and off again must reach the server in this order.
    last.current = last.current
      .then(() => send(person, choice))
      .then(() => setChoices((known) => known.filter((other) => other !== choice)));
  };
  return {
    roles: held,
    invited,
    people: team.map((member) => member.person),
    loading,
    problem,
    retry,
    change,
  };
}

export type Mutes = {
  until: TeamMutes;
  mute: (person: OrganisedPerson, minutes: number | null) => void;
};

/** Muting people in the event's rooms, and lifting it. */
export function useMutes(eventId: string): Mutes {
  const t = useT();
  const until = useTeamMutes(eventId);
  const { zone } = useShownZone();
  const mute = async (person: OrganisedPerson, minutes: number | null) => {
    const { id, name } = person;
    try {
      const { mutePerson: end } = await request(Mute, { eventId, personId: id, minutes });
      toast({
        title: end
          ? t("organiser.muted", { name, time: dayAndClock(end, zone) })
          : t("organiser.unmuted", { name }),
        action: end ? { label: t("organiser.unmute"), run: () => void mute(person, null) } : undefined,
        key: `mute.${id}`,
      });
    } catch (error) {
      const title = t(minutes === null ? "organiser.unmuteFailed" : "organiser.muteFailed", { name });
      toast({ tone: "error", title, body: toProblem(error).message });
    }
  };
  return { until, mute: (person, minutes) => void mute(person, minutes) };
}
