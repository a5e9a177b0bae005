"use client";

import { useMutation, useQuery } from "@apollo/client/react";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { BlockedPeopleDocument, UnblockDocument, type BlockedPeopleQuery } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { usePush, useResync } from "@/lib/socket";

type Blocked = BlockedPeopleQuery["blockedPeople"][number];

/** Whom I blocked, with a way back for each. */
export function BlockedPeople() {
  const t = useT();
  const { data, loading, error, refetch } = useQuery(BlockedPeopleDocument, {
    fetchPolicy: "cache-and-network",
  });
  useResync(() => void refetch());
  usePush("person.blocked", () => void refetch());
  const unblock = useUnblock();
  if (!data && loading)
    return (
      <Loading>
        <Skeleton className="h-9 max-w-80" />
      </Loading>
    );
  if (!data)
    return <ErrorState className="py-4" message={toProblem(error).message} onRetry={() => void refetch()} />;
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
function useUnblock(): (person: Blocked) => void {
  const t = useT();
  const [run] = useMutation(UnblockDocument);
  return function unblock(person) {
    run({
      variables: { personId: person.id },
      optimisticResponse: { blockPerson: false },
      update: (cache) =>
        cache.updateQuery({ query: BlockedPeopleDocument }, (known) =>
          known ? { blockedPeople: known.blockedPeople.filter((one) => one.id !== person.id) } : known,
        ),
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
