"use client";

import { useImperativeHandle, useLayoutEffect, useRef, type Ref, type RefObject } from "react";

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * The ref of a field that the server draws, which is also `ref`'s: tells the field's own `onChange` what was typed, or filled
 * in by the browser, before the page's scripts were here. React takes over a drawn field as it stands, says nothing of what
 * is in it, and empties it at the next drawing.
 */
export function useTypedEarly<E extends Field>(ref?: Ref<E>): RefObject<E | null> {
  const field = useRef<E>(null);
  useImperativeHandle<E | null, E | null>(ref, () => field.current, []);
  // What is in a field is outside React; the next drawing would be too late.
  useLayoutEffect(() => {
    if (field.current && field.current.value !== field.current.defaultValue) tell(field.current);
  }, []);
  return field;
}

function tell(field: Field): void {
  const typed = field.value;
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  field.value = field.defaultValue;
  // By the browser's own setter: what React has seen set, it takes for no change.
  Reflect.set(kind.prototype, "value", typed, field);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
