import { shortened } from "./plain";

/** What the server says can be shown of a text that somebody wrote: `kernel/markup/tree.py` has the same shapes. */
export type Markup = readonly Block[];

export type Block =
  | { is: "paragraph" | "heading"; of: readonly Inline[] }
  | { is: "codeBlock"; text: string }
  | { is: "quote"; of: readonly Block[] }
  /** `start` is the number of the first item, null in a list without numbers. */
  | { is: "list"; start: number | null; items: ReadonlyArray<readonly Block[]> }
  | { is: "rule" };

/** Part of a line; in a string, a newline is a line break. */
export type Inline =
  | string
  | { is: "bold" | "italic" | "struck"; of: readonly Inline[] }
  | { is: "code"; text: string }
  | { is: "link"; url: string; of: readonly Inline[] };

/** How much there is to read, in characters. */
export function lengthOf(parts: readonly (Block | Inline)[]): number {
  return parts.reduce((sum: number, part) => sum + lengthOfPart(part), 0);
}

function lengthOfPart(part: Block | Inline): number {
  if (typeof part === "string") return part.length;
  if ("text" in part) return part.text.length;
  if ("items" in part) return part.items.reduce((sum, item) => sum + lengthOf(item), 0);
  return "of" in part ? lengthOf(part.of) : 0;
}

/**
 * The beginning of a text, of about `most` characters, ended by an ellipsis: whole blocks, and of the one in which it
 * ends as many whole links and words as there is room for. All of it if it is no longer.
 */
export function beginningOf(blocks: Markup, most: number): Markup {
  return lengthOf(blocks) <= most ? blocks : cutBlocks(blocks, { left: most });
}

/** Counts down while a text is gone through. */
type Room = { left: number };

function cutBlocks(blocks: Markup, room: Room): Block[] {
  const kept: Block[] = [];
  for (const block of blocks) {
    if (room.left <= 0) break;
    kept.push(cutBlock(block, room));
  }
  return kept;
}

function cutBlock(block: Block, room: Room): Block {
  switch (block.is) {
    case "paragraph":
    case "heading":
      return { is: block.is, of: cutLine(block.of, room) };
    case "quote":
      return { is: "quote", of: cutBlocks(block.of, room) };
    case "list": {
      const items: Block[][] = [];
      for (const item of block.items) {
        if (room.left <= 0) break;
        items.push(cutBlocks(item, room));
      }
      return { ...block, items };
    }
    case "codeBlock":
      return { is: "codeBlock", text: cutText(block.text, room) };
    case "rule":
      return block;
  }
}

function cutLine(parts: readonly Inline[], room: Room): Inline[] {
  const kept: Inline[] = [];
  for (const part of parts) {
    if (room.left <= 0) break;
    if (typeof part === "string") kept.push(cutText(part, room));
    else if ("url" in part || "text" in part) {
      kept.push(part); // a link is whole, and so is what is to be typed
      room.left -= lengthOfPart(part);
      if (room.left <= 0) kept.push(" …");
    } else kept.push({ is: part.is, of: cutLine(part.of, room) });
  }
  return kept;
}

function cutText(text: string, room: Room): string {
  const kept = shortened(text, room.left);
  room.left -= text.length;
  return kept;
}
