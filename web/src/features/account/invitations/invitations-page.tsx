"use client";

import { Check, MailOpen, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { PageTitle } from "@/components/frame";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Time, WhenNote } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { InvitationFragment } from "@/gen/graphql";
import {
  AcceptInvitation,
  DeclineInvitation,
  JoinedEvents,
  MyInvitations,
} from "@/gen/operations/invitations";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { usePush } from "@/lib/socket";
import { useAnswer } from "@/lib/use-answer";

/** Roles that others ask me to take at their events. Nothing is different until I accept. */
export function InvitationsPage() {
  const t = useT();
  const { data, loading, problem, retry } = useAnswer(MyInvitations, {});
  usePush("notification.new", ({ notification }) => notification.kind === "invitation" && void retry());
  return (
    <div className="mx-auto max-w-[720px]">
      <PageTitle>{t("invitations.title")}</PageTitle>
      <p className="-mt-3 mb-6 max-w-[60ch] text-muted">
        {t("invitations.about")} <WhenNote sentence />
      </p>
      {loading && (
        <Loading className="space-y-2">
          <Skeleton className="h-24 rounded-card" />
          <Skeleton className="h-24 rounded-card" />
        </Loading>
      )}
      {problem && <ErrorState message={problem.message} onRetry={retry} />}
      {data && data.myRoleInvitations.length === 0 && (
        <EmptyState
          className="pt-16"
          icon={MailOpen}
          title={t("invitations.none")}
          body={t("invitations.noneBody")}
          action={
            <Button asChild variant="outline">
              <Link href="/">{t("common.toEvents")}</Link>
            </Button>
          }
        />
      )}
      <ul className="flex flex-col gap-3">
        {data?.myRoleInvitations.map((invitation) => (
          <InvitationRow
            key={`${invitation.eventId} ${invitation.inviter.id}`}
            invitation={invitation}
            onAnswered={() => void retry()}
          />
        ))}
      </ul>
    </div>
  );
}

type RowProps = { invitation: InvitationFragment; onAnswered: () => void };

function InvitationRow({ invitation, onAnswered }: RowProps) {
  const t = useT();
  const { eventName, inviter, roles, invitedAt } = invitation;
  const { answer, pending } = useReply(invitation, onAnswered);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-card bg-surface p-4 hairline">
      <Avatar id={inviter.id} name={inviter.name} size={40} decorative />
      <div className="min-w-52 flex-1">
        <h2 dir="auto" className="font-medium wrap-anywhere">
          {eventName}
        </h2>
        <p className="text-13 text-muted">
          {t("invitations.by", { name: inviter.name })}
          {inviter.headline && (
            <>
              , <bdi>{inviter.headline}</bdi>
            </>
          )}
          , <Time at={invitedAt} format="relative" className="tabular-nums" />
        </p>
        <ul aria-label={t("invitations.roles")} className="mt-1.5 flex flex-wrap gap-1">
          {roles.map(({ role, scope }) => (
            <li key={`${role} ${scope.kind} ${scope.id}`} className="flex">
              <Badge size="sm">{t("invitations.role", { role, scope: scope.kind })}</Badge>
            </li>
          ))}
        </ul>
      </div>
      <div className="flex gap-2 max-sm:w-full max-sm:[&>button]:flex-1">
        <Button
          variant="outline"
          pending={pending === "decline"}
          disabled={pending !== null}
          aria-label={t("invitations.declineOf", { event: eventName })}
          onClick={() => void answer("decline")}
        >
          <Icon icon={X} />
          {t("invitations.decline")}
        </Button>
        <Button
          variant="accent"
          pending={pending === "accept"}
          disabled={pending !== null}
          aria-label={t("invitations.acceptOf", { event: eventName })}
          onClick={() => void answer("accept")}
        >
          <Icon icon={Check} />
          {t("invitations.accept")}
        </Button>
      </div>
    </li>
  );
}

type Answer = "accept" | "decline";

/** Accepts or declines, and says what came of it; after accepting, the way to the event. */
function useReply({ eventId, eventName }: InvitationFragment, onAnswered: () => void) {
  const t = useT();
  const router = useRouter();
  const [pending, setPending] = useState<Answer | null>(null);
  const openEvent = async () => {
    const joined = await request(JoinedEvents, {}).catch(() => null);
    const slug = joined?.myEvents.find((event) => event.id === eventId)?.slug;
    router.push(slug ? `/e/${slug}` : "/");
  };
  const answer = async (kind: Answer) => {
    setPending(kind);
    try {
      await (kind === "accept"
        ? request(AcceptInvitation, { eventId })
        : request(DeclineInvitation, { eventId }));
      toast({
        tone: kind === "accept" ? "success" : undefined,
        title: t(kind === "accept" ? "invitations.accepted" : "invitations.declined", { event: eventName }),
        action: kind === "accept" ? { label: t("invitations.open"), run: () => void openEvent() } : undefined,
      });
    } catch (error) {
      toast({ tone: "error", title: t("invitations.failed"), body: toProblem(error).message });
    }
    setPending(null);
    onAnswered();
  };
  return { answer, pending };
}
