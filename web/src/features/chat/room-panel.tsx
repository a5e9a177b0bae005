"use client";

import { Hash } from "lucide-react";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";

import type { Role } from "./line-view";
import { typingAt } from "./room-state";
import { RoomLog } from "./room-log";
import { usePeople, useRoom, useRoomView, type HeldRoom } from "./use-chat";
import type { ComposerHandle } from "./use-composer";
import { mayWrite, Writing } from "./writing";

export type RoomPanelProps = {
  roomId: string;
  /** Stands in the head; the room's own title otherwise. */
  title?: string;
  /** What somebody is at the event, shown beside the name. */
  roleOf?: (userId: string) => Role | undefined;
  /** Its head, where the place says already which room it is: left out with null. */
  head?: ReactNode;
  /** Why I cannot write here, where the page knows it. */
  closed?: string;
  /** The number of a message to show, for whoever came for it. */
  sought?: number | null;
};

/** A room: what is said in it, who is typing, and the field to write in. Fills its parent's height. */
export function RoomPanel(props: RoomPanelProps) {
  const held = useRoom(props.roomId);
  if (!held) return <RoomLoading />;
  // A room's own state (what is new, the field) is not another's.
  return <RoomBody key={held.room.id} held={held} {...props} />;
}

function RoomBody({ held, title, head, roleOf, closed, sought = null }: RoomPanelProps & { held: HeldRoom }) {
  const t = useT();
  const view = useRoomView(held);
  const now = useNow();
  const [written, setWritten] = useState(0);
  const composer = useRef<ComposerHandle>(null);
  const edit = useCallback(
    (id: string) => {
      if (composer.current) composer.current.edit(held.chat.outbox.take(id) ?? "");
    },
    [held],
  );
  const name = title ?? roomTitle(view.room?.title);
  const empty = view.revision !== null && view.messages.length === 0;
  if (view.refused && view.messages.length === 0 && view.refused.code !== "forbidden")
    return <ErrorState message={view.refused.message} onRetry={() => void held.room.sync()} />;
  return (
    <section aria-label={t("chat.roomOf", { title: name })} className="flex h-full min-h-0 flex-col">
      {head === undefined ? <RoomHead name={name} /> : head}
      {view.revision === null && !view.refused ? (
        <RoomLoading />
      ) : (
        <RoomLog
          held={held}
          view={view}
          written={written}
          roleOf={roleOf}
          sought={sought}
          onEdit={mayWrite(view, now) ? edit : null}
          empty={
            empty && (
              <EmptyState
                className="my-auto"
                title={t("chat.emptyTitle")}
                body={t(view.room?.kind === "direct" ? "chat.emptyDirectBody" : "chat.emptyBody")}
              />
            )
          }
        />
      )}
      <TypingLine held={held} />
      <Writing
        held={held}
        view={view}
        name={name}
        composer={composer}
        closed={closed}
        onWritten={() => setWritten((count) => count + 1)}
      />
    </section>
  );
}

const roomTitle = (title: string | undefined) => (title === "Lobby" || !title ? "lobby" : title);

const RoomHead = ({ name }: { name: string }) => (
  <div className="flex h-11 shrink-0 items-center gap-2 px-4">
    <Icon icon={Hash} className="text-muted" />
    <h2 dir="auto" className="truncate font-semibold">
      {name}
    </h2>
  </div>
);

/** Who is typing: faces and names, in a line of its own height so that nothing moves. */
function TypingLine({ held }: { held: HeldRoom }) {
  const t = useT();
  const { typing } = useRoomView(held);
  const people = usePeople(held.chat);
  // Nobody says that they stopped: a signal ends by itself.
  useEffect(() => {
    const first = typing[0];
    if (!first) return;
    const until = Math.min(...typing.map((one) => one.until));
    const timer = setTimeout(
      () => held.room.change((state) => typingAt(state, Date.now())),
      Math.max(50, until - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [typing, held]);
  const named = typing.flatMap((one) => people.get(one.userId) ?? []);
  const first = named[0]?.name.split(" ")[0] ?? "";
  const second = named[1]?.name.split(" ")[0] ?? "";
  return (
    <div className="flex h-7 shrink-0 items-center gap-1.5 px-4 text-12 text-muted">
      {named.slice(0, 2).map((one) => (
        <Avatar key={one.id} id={one.id} name={one.name} size={20} decorative />
      ))}
      {named.length === 1 && t("chat.typingOne", { name: first })}
      {named.length === 2 && t("chat.typingTwo", { first, second })}
      {named.length > 2 && t("chat.typingMany")}
    </div>
  );
}

/** The shape of a log that is on its way. */
export function RoomLoading() {
  return (
    <Loading className="flex min-h-0 flex-1 flex-col justify-end gap-4 overflow-hidden p-4">
      {[72, 48, 88, 60, 80].map((width) => (
        <div key={width} className="flex gap-2.5">
          <Skeleton className="size-8 shrink-0 rounded-full" />
          <div className="flex-1 space-y-2">
            <Skeleton className="w-28" />
            <Skeleton className={width > 70 ? "h-8" : "w-3/4"} />
          </div>
        </div>
      ))}
    </Loading>
  );
}
