"use client";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { BlockedPeopleQuery } from "@/gen/graphql";
import { BlockedPeople as BlockedOperation, Unblock } from "@/gen/operations/people";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { usePush } from "@/lib/socket";
import { useAnswer, type Answered } from "@/lib/use-answer";

type Blocked = BlockedPeopleQuery["blockedPeople"][number];

/** Whom I blocked, with a way back for each. */
export function BlockedPeople() {
  const t = useT();
  const { data, problem, retry, edit } = useAnswer(BlockedOperation, {});
  usePush("person.blocked", retry);
  const unblock = useUnblock(edit);
  if (problem) return <ErrorState className="py-4" message={problem.message} onRetry={retry} />;
  if (!data)
    return (
      <Loading>
        <Skeleton className="h-9 max-w-80" />
      </Loading>
    );
  if (data.blockedPeople.length === 0)
    return <p className="text-13 text-muted">{t("settings.nobodyBlocked")}</p>;
  return (
    <ul className="divide-y divide-border">
      {data.blockedPeople.map((person) => (
        <li key={person.id} className="flex items-center gap-3 py-2.5">
          <Avatar id={person.id} name={person.name} size={32} decorative />
          <div className="min-w-0 flex-1">
            <p dir="auto" className="truncate font-medium">
              {person.name}
            </p>
            {person.headline && (
              <p dir="auto" className="truncate text-13 text-muted">
                {person.headline}
              </p>
            )}
          </div>
          <Button
            variant="outline"
            aria-label={t("settings.unblockWho", { name: person.name })}
            onClick={() => unblock(person)}
          >
            {t("settings.unblock")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Gone from the list at once; back with a reason when it failed. */
function useUnblock(edit: Answered<BlockedPeopleQuery>["edit"]): (person: Blocked) => void {
  const t = useT();
  return function unblock(person) {
    edit({
      key: person.id,
      show: ({ blockedPeople: all }) => ({ blockedPeople: all.filter((one) => one.id !== person.id) }),
      send: () => request(Unblock, { personId: person.id }),
    }).catch((error: unknown) =>
      toast({
        tone: "error",
        title: t("settings.unblockFailed", { name: person.name }),
        body: toProblem(error).message,
        action: { label: t("common.retry"), run: () => unblock(person) },
      }),
    );
  };
}
