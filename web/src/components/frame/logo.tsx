import { t } from "@/lib/i18n";

export function LogoMark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden>
      <path d="M2 19V9a8 8 0 0 1 16 0v10" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M6.5 19V10.2a3.5 3.5 0 0 1 7 0V19z" fill="currentColor" />
    </svg>
  );
}

export function Logo() {
  return (
    <span className="flex items-center gap-2 text-16 font-semibold whitespace-nowrap">
      <LogoMark />
      {t("common.appName")}
    </span>
  );
}

const marks = [
  [6, 7, 9, 1],
  [17, 7, 5, 0.55],
  [6, 12.5, 4, 0.55],
  [12, 12.5, 10, 1],
  [6, 18, 7, 1],
  [15, 18, 7, 0.55],
] as const;

/** The event's 28 px mark: a piece of an agenda. */
export function EventMark() {
  return (
    <span aria-hidden className="size-7 shrink-0 overflow-hidden rounded-control bg-foreground">
      <svg width="28" height="28" viewBox="0 0 28 28" className="fill-background">
        {marks.map(([x, y, width, opacity]) => (
          <rect key={`${x}-${y}`} x={x} y={y} width={width} height="3" rx="1" opacity={opacity} />
        ))}
      </svg>
    </span>
  );
}
