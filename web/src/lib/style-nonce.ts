import { getNonce, setNonce } from "get-nonce";

/** The page's nonce for the few style elements that Radix makes (scroll lock, select); browsers only. */
export function setStyleNonce(nonce: string): void {
  if (typeof window !== "undefined" && nonce) setNonce(nonce);
}

export const styleNonce = (): string | undefined => getNonce();
