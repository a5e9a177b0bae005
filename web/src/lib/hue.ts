declare module "react" {
  interface CSSProperties {
    /** In degrees; `hue-avatar`, `hue-swatch` and their like in globals.css make colours of it. */
    "--hue"?: number;
  }
}

/** The twelve hues people and tracks are given; far enough apart to tell neighbours from each other. */
export const hues = [20, 48, 75, 105, 140, 168, 195, 225, 255, 285, 315, 345] as const;

/** FNV-1a: small, stable over releases, and spreads UUIDs that differ in a few digits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The hue (degrees) of a person or track, always the same for the same id. */
export function hueOf(id: string): number {
  return hues[hash(id) % hues.length] ?? hues[0];
}

/** "Inês Carvalho" → "IC"; one letter when `count` is 1; "?" for an empty name. */
export function initialsOf(name: string, count: 1 | 2): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const firsts = words
    .map((word) => Array.from(word.replace(/^[^\p{L}\p{N}]+/u, ""))[0] ?? "")
    .filter(Boolean);
  if (firsts.length === 0) return "?";
  const picked = count === 1 || firsts.length === 1 ? [firsts[0]] : [firsts[0], firsts[firsts.length - 1]];
  return picked.join("").toUpperCase();
}
