"use client";

import { Flag } from "lucide-react";
import { memo } from "react";

import { Bar } from "@/components/ui/bar";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { StarToggle } from "@/features/live-event";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { duration } from "@/lib/time";

import { grid, type Placed } from "./layout";
import { isMark, type AgendaItem } from "./model";
import { linkId } from "./session-link";

export type CardMoment = "past" | "live" | "later";
export type AgendaCardProps = {
  card: Placed;
  base: string;
  moment: CardMoment;
  /** ms; only what is live moves with it. */
  now: number;
  starred: boolean;
  /** Its star is not with the server yet. */
  waiting: boolean;
  clash: AgendaItem | undefined;
  /** The one card that Tab reaches; arrow keys lead to the others. */
  current: boolean;
  clock: string;
  /** Where it goes on beyond the day: when it ends. */
  until: string | undefined;
  onStar: (id: string) => void;
  onFocus: (id: string) => void;
};

const edgeOf = (starred: boolean, moment: AgendaCardProps["moment"]): string => {
  if (starred) return "bg-accent-soft forced-colors:border-2 forced-colors:border-[Highlight]";
  return moment === "live" ? "hairline-strong" : "hairline";
};

/** A session in the grid. Where it is cut by the top edge its title stays in view. */
export const AgendaCard = memo(function AgendaCard(props: AgendaCardProps) {
  const { card, moment, starred, clash, current, onStar } = props;
  const t = useT();
  const { item, height, width } = card;
  const low = height < 34;
  const narrow = width < 80;
  // What the title leaves room for: a line of 16 under lines of 17, with 12 around.
  const under = height >= 66 || (height >= 44 && (moment === "live" || clash !== undefined));
  return (
    <li
      data-moment={moment}
      style={{ top: card.top, insetInlineStart: card.left, width, height }}
      className={cn(
        "group absolute overflow-clip rounded-control transition-shadow hover:z-1 hover:shadow-[inset_0_0_0_1px_var(--border-strong),var(--elevation-2)] has-[a:focus-visible]:z-1",
        moment === "past" ? "bg-background" : "bg-surface",
        moment === "live" &&
          "before:absolute before:inset-y-0 before:inset-s-0 before:w-[3px] before:bg-live",
        edgeOf(starred, moment),
      )}
    >
      <div
        style={{ top: grid.head }}
        className={cn(
          "sticky px-2.5",
          low ? "py-0.5" : "py-1.5",
          starred && !narrow && "pe-7",
          narrow && "px-1.5",
        )}
      >
        <Title {...props} lines={Math.floor((height - (under ? 28 : 12)) / 17)} />
        {under && <Under {...props} />}
        {moment === "live" && height >= 110 && (
          <Bar
            value={(props.now - item.start) / (item.end - item.start)}
            label={t("common.progress")}
            tone="live"
            className="mt-2 w-24"
          />
        )}
      </div>
      {!narrow && (
        <StarToggle
          title={item.title}
          on={starred}
          waiting={props.waiting}
          size={16}
          tabIndex={current ? 0 : -1}
          onToggle={() => onStar(item.id)}
          className={cn(
            "absolute inset-e-0 top-0 size-7",
            low && "size-6",
            !starred &&
              !props.waiting &&
              "bg-surface opacity-0 group-focus-within:opacity-100 group-hover:opacity-100",
          )}
        />
      )}
    </li>
  );
});

/** The link, which is the whole card to a pointer. */
function Title(props: AgendaCardProps & { lines: number }) {
  const t = useT();
  const { card, base, moment, starred, current, clock, onFocus, lines } = props;
  const { id, title } = card.item;
  return (
    <Link
      id={linkId(id)}
      href={`${base}/sessions/${id}`}
      prefetch={false}
      tabIndex={current ? 0 : -1}
      onFocus={() => onFocus(id)}
      dir="auto"
      className={cn(
        "block overflow-hidden text-13 leading-[17px] outline-none after:absolute after:inset-0 after:rounded-control focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent-text",
        moment === "past" && !starred ? "text-muted" : "font-medium",
        lines <= 1 ? "truncate" : lines === 2 ? "line-clamp-2" : "line-clamp-3",
      )}
    >
      {isMark(card.item) && (
        <Icon
          icon={Flag}
          size={12}
          label={t("common.milestone")}
          className="me-1.5 inline align-[-1px] text-muted"
        />
      )}
      {title}
      <span className="sr-only">, {clock}</span>
    </Link>
  );
}

function Under({ card: { item, height }, moment, now, clash, until }: AgendaCardProps) {
  const t = useT();
  if (clash)
    return (
      <div className="truncate text-12 text-warn-text">
        {t("events.clash", { place: clash.stage || clash.title })}
      </div>
    );
  const left = moment === "live" ? t("shell.left", { time: duration(item.end - now) }) : "";
  const to = until && t("events.untilDay", { time: until });
  const text = [item.by, left, to].filter(Boolean).join(", ");
  return text ? (
    <div dir="auto" className={cn("text-12 text-muted", height < 100 ? "truncate" : "line-clamp-2")}>
      {text}
    </div>
  ) : null;
}
