import { cn } from "@/lib/cn";
import { hueOf } from "@/lib/hue";

/** A track's 8 px square, always beside the track's name. `hue` in degrees wins over the id's. */
export function Swatch({ id, hue, className }: { id: string; hue?: number; className?: string }) {
  return (
    <span
      aria-hidden
      style={{ "--hue": hue ?? hueOf(id) }}
      className={cn("inline-block size-2 shrink-0 rounded-swatch hue-swatch", className)}
    />
  );
}
