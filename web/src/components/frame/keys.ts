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
