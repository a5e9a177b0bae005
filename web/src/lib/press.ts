/**
 * A press on what lies below a field takes the focus from it before the pointer is released. What is drawn then moves
 * the rest: the release misses what was pressed, and there is no click. At the release it is decided what is clicked.
 */
let pressed = false;
const waiting = new Set<() => void>();

/** Runs it at once, or, while a button of the mouse or a finger is down, when that is released and before its click. */
export function whenReleased(run: () => void): void {
  if (pressed) waiting.add(run);
  else run();
}

function release(): void {
  pressed = false;
  const due = [...waiting];
  waiting.clear();
  for (const run of due) run();
}

if (typeof window !== "undefined") {
  // A finger too: what moves the focus is the mousedown that a browser makes of a tap.
  window.addEventListener("mousedown", () => (pressed = true), true);
  // A drag and the menu of the other button may swallow the mouseup, and a window that is left hears of none.
  for (const end of ["mouseup", "dragend", "contextmenu", "keydown"])
    window.addEventListener(end, release, true);
  // Not in the capture phase: there it would hear of every field that is left.
  window.addEventListener("blur", release);
}
