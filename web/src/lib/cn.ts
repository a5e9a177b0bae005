import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Our scales have their own names; without them `text-13` and `text-muted` would fight.
const merge = extendTailwindMerge({
  extend: {
    classGroups: {
      "font-size": [{ text: ["11", "12", "13", "14", "16", "20", "28", "40"] }],
      rounded: [{ rounded: ["swatch", "kbd", "control", "segment", "card"] }],
      shadow: ["hairline", "hairline-strong", "segment-ring", "shadow-1", "shadow-2"],
    },
  },
});

/** Joins class names; of two Tailwind classes for the same property the later wins. */
export function cn(...inputs: ClassValue[]): string {
  return merge(clsx(inputs));
}
