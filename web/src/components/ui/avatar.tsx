"use client";

import { Children, useState, type ReactNode } from "react";

import { cn } from "@/lib/cn";
import { hueOf, initialsOf } from "@/lib/hue";
import { t } from "@/lib/i18n";

export type Presence = "here" | "away" | null;
export type AvatarProps = {
  /** The user's id: gives the colour. */
  id: string;
  name: string;
  photo?: string | null;
  /** In px: 20 24 28 32 36 40 48 56 … */
  size?: number;
  presence?: Presence;
  /** True where the name stands beside it, so that it is not read twice (presence is then said by `presence`'s text). */
  decorative?: boolean;
  className?: string;
};

export function Avatar({ id, name, photo, size = 32, presence, decorative, className }: AvatarProps) {
  const [broken, setBroken] = useState(false);
  const state = presence ? t(presence === "here" ? "common.here" : "common.away") : "";
  const label = decorative ? state : [name, state].filter(Boolean).join(", ");
  const style = { "--hue": hueOf(id), width: size, height: size, fontSize: Math.max(11, size * 0.36) };
  return (
    <span
      role={label ? "img" : undefined}
      aria-label={label || undefined}
      aria-hidden={label ? undefined : true}
      style={style}
      className={cn(
        "relative inline-flex shrink-0 items-center justify-center rounded-full leading-none font-semibold tracking-[0.005em] hue-avatar select-none",
        className,
      )}
    >
      {photo && !broken ? (
        <img
          src={photo}
          alt=""
          onError={() => setBroken(true)}
          className="size-full rounded-full object-cover"
        />
      ) : (
        initialsOf(name, size >= 28 ? 2 : 1)
      )}
      {presence && <PresenceDot size={size} away={presence === "away"} />}
    </span>
  );
}

function PresenceDot({ size, away }: { size: number; away: boolean }) {
  const side = Math.round(size * 0.14 + 6);
  return (
    <span
      aria-hidden
      data-presence={away ? "away" : "here"}
      style={{ width: side, height: side }}
      className={cn(
        "absolute -inset-e-px -bottom-px rounded-full border-2 border-(--ring,var(--surface))",
        away ? "bg-surface shadow-[inset_0_0_0_2px_var(--muted)]" : "bg-present",
      )}
    />
  );
}

/** Faces that overlap; `label` says who or how many. Set `--ring` on a parent when it does not stand on a card. */
export function AvatarStack({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span role="group" aria-label={label} className={cn("flex", className)}>
      {Children.map(children, (child, i) => (
        <span
          className={cn("flex rounded-full shadow-[0_0_0_2px_var(--ring,var(--surface))]", i > 0 && "-ms-1")}
        >
          {child}
        </span>
      ))}
    </span>
  );
}
