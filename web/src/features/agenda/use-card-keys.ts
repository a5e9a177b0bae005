"use client";

import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";

import { isCharacterKey } from "@/lib/keys";
import { direction } from "@/lib/locale";

import { grid, neighbour, type AgendaLayout, type Direction, type Placed } from "./layout";
import { scrollAcross, scrolled } from "./window";
import { linkId, sessionAt } from "./session-link";

const arrows: Record<string, Direction> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** Where the first column is on the right. */
const mirrored: Partial<Record<Direction, Direction>> = { left: "right", right: "left" };

type CardKeys = {
  /** The card that had the focus last: Tab comes back to it. */
  current: string | null;
  setCurrent: (id: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

/** Keys in the grid: arrows lead from card to card, `s` stars the one that has the focus. */
export function useCardKeys(
  box: RefObject<HTMLElement | null>,
  layout: AgendaLayout,
  star: (id: string) => void,
): CardKeys {
  const [current, setCurrent] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  // After each drawing: a card outside the view is in the page only once the grid has scrolled to it.
  useEffect(() => {
    if (!wanted.current) return;
    const card = document.getElementById(linkId(wanted.current));
    if (!card) return;
    wanted.current = null;
    card.focus({ preventScroll: true });
  });
  const go = (card: Placed | null) => {
    if (!card || !box.current) return;
    wanted.current = card.item.id;
    setCurrent(card.item.id);
    reveal(box.current, card);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const pressed = arrows[event.key];
    const towards = pressed && direction() === "rtl" ? (mirrored[pressed] ?? pressed) : pressed;
    const id = sessionAt(event);
    if (id === null) return;
    if (event.key === "s" && isCharacterKey(event.nativeEvent)) star(id);
    else if (towards) go(neighbour(layout, id, towards));
    else return;
    event.preventDefault();
  };
  return { current, setCurrent, onKeyDown };
}

function reveal(box: HTMLElement, card: Placed): void {
  const top = card.top - 24;
  const left = card.left - grid.gutter;
  const bottom = card.top + card.height + grid.head + 24;
  const right = card.left + card.width + 24;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
  const { x, width } = scrolled(box);
  if (left < x) scrollAcross(box, left);
  else if (right > x + width) scrollAcross(box, right - width);
}
