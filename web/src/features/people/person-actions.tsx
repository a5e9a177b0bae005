"use client";

import { Ban, Ellipsis, Mail, Video } from "lucide-react";
import { useState, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { toast } from "@/components/ui/toast";
import { useMatching, answerTo, isMutual, MeetActions } from "@/features/matching";
import { BlockPerson } from "@/gen/operations/people";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { useSend } from "@/lib/use-answer";

export type PersonActionsProps = {
  eventId: string;
  person: { id: string; name: string };
  blocked: boolean;
  onBlocked: () => void;
  /** They may talk without a match: one of them helps to run the event. */
  staff?: boolean;
  /** Opens the conversation; throws a Problem when the two may not talk (yet). */
  onMessage?: (personId: string) => Promise<void>;
  onCall?: (personId: string) => Promise<void>;
};

/** Meet while it is open whether both want to; once they do, Call and Message. Blocking is behind the menu. */
export function PersonActions(props: PersonActionsProps) {
  const { eventId, person, blocked, onBlocked, staff, onMessage, onCall } = props;
  const t = useT();
  const { view } = useMatching(eventId);
  const matching = view.status === "ready" ? view.state : null;
  const mutual = matching !== null && isMutual(matching, person.id);
  const answer = matching ? answerTo(matching, person.id) : null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {!blocked && mutual && onCall && (
        <Attempt variant="accent" run={() => onCall(person.id)} failed={t("people.callFailed")}>
          <Icon icon={Video} />
          {t("people.call")}
        </Attempt>
      )}
      {!blocked && matching && !mutual && (
        <MeetActions eventId={eventId} person={person} answer={answer} className="w-64 max-sm:w-full" />
      )}
      {!blocked && (mutual || staff) && onMessage && (
        <Attempt
          variant={mutual ? "soft" : "outline"}
          run={() => onMessage(person.id)}
          failed={t("people.messageFailed")}
        >
          <Icon icon={Mail} />
          {t("people.message")}
        </Attempt>
      )}
      <BlockMenu person={person} blocked={blocked} onBlocked={onBlocked} />
    </div>
  );
}

type AttemptProps = {
  variant: "accent" | "soft" | "outline";
  run: () => Promise<void>;
  failed: string;
  children: ReactNode;
};

/** A button that waits for what it started and says why it failed. */
function Attempt({ variant, run, failed, children }: AttemptProps) {
  const [pending, setPending] = useState(false);
  const press = async () => {
    setPending(true);
    try {
      await run();
    } catch (error) {
      toast({ tone: "error", key: "person-action", title: failed, body: toProblem(error).message });
    } finally {
      setPending(false);
    }
  };
  return (
    <Button variant={variant} pending={pending} onClick={press}>
      {children}
    </Button>
  );
}

type BlockProps = Pick<PersonActionsProps, "person" | "blocked" | "onBlocked">;

function BlockMenu({ person, blocked, onBlocked }: BlockProps) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const [block, pending] = useSend(BlockPerson);
  const put = async (next: boolean) => {
    try {
      await block({ personId: person.id, blocked: next });
      toast({
        title: t(next ? "people.blocked" : "people.unblocked", { name: person.name }),
        tone: "success",
        action: next ? { label: t("common.undo"), run: () => void put(false) } : undefined,
      });
      onBlocked();
    } catch (error) {
      toast({ tone: "error", title: t("people.blockFailed"), body: toProblem(error).message });
    }
  };
  if (blocked)
    return (
      <Button variant="outline" pending={pending} onClick={() => void put(false)}>
        {t("people.unblock")}
      </Button>
    );
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon" aria-label={t("people.moreActions", { name: person.name })}>
            <Icon icon={Ellipsis} />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem icon={Ban} danger onSelect={() => setAsking(true)}>
            {t("people.block")}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t("people.blockTitle", { name: person.name })}
        description={t("people.blockBody")}
        action={t("people.block")}
        danger
        onConfirm={() => void put(true)}
      />
    </>
  );
}
