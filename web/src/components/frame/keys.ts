/** Small rules about the keyboard, shared by the shell. */

/** "⌘K" on Apple systems, else "Ctrl K". Browsers only. */
export function commandKey(): string {
  return isApple() ? "⌘K" : "Ctrl K";
}

export function isApple(): boolean {
  return /mac|iphone|ipad/iu.test(
    typeof navigator === "undefined" ? "" : navigator.platform || navigator.userAgent,
  );
}

/** Whether single letters belong to what has the focus (a field, an open menu or dialog). */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("input, textarea, select, [contenteditable='true']"))
    return true;
  return target.closest("[role='menu'], [role='listbox'], [role='dialog'], [role='alertdialog']") !== null;
}
