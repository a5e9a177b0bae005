import { cn } from "@/lib/cn";

export type BarProps = {
  /** 0 to 1; outside is clamped. */
  value: number;
  label: string;
  tone?: "ink" | "live" | "warn" | "accent";
  className?: string;
};

const tones = { ink: "bg-foreground opacity-72", live: "bg-live", warn: "bg-warn", accent: "bg-accent" };

/** A thin line that fills: how far a session or an import is. Height by class (3 px by default). */
export function Bar({ value, label, tone = "ink", className }: BarProps) {
  const share = Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));
  const percent = Math.round(share * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cn(
        "h-[3px] overflow-hidden rounded-full bg-border forced-colors:h-1.5 forced-colors:border forced-colors:bg-background",
        className,
      )}
    >
      <div
        style={{ width: `${share * 100}%` }}
        className={cn("h-full rounded-full transition-[width] duration-200", tones[tone])}
      />
    </div>
  );
}
