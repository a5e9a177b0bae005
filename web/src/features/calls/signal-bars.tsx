import type { QualityLevel } from "@/rtc";

const filled: Record<QualityLevel, number> = { unknown: 0, poor: 1, fair: 2, good: 3 };

/** Three bars; the words stand beside or in a label. */
export function SignalBars({ level }: { level: QualityLevel }) {
  const bars = [
    { x: 1, height: 4 },
    { x: 5.5, height: 7.5 },
    { x: 10, height: 11 },
  ];
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden className="block shrink-0">
      {bars.map(({ x, height }, index) => (
        <rect
          key={x}
          x={x}
          y={13 - height}
          width="3"
          height={height}
          rx="1"
          fill="currentColor"
          opacity={index < filled[level] ? 1 : 0.28}
        />
      ))}
    </svg>
  );
}
