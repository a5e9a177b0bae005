import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

import { languageFor, requestLanguage, shared, type Language } from "./locale";

/**
 * On the server, where many requests are drawn at a time: each carries its language along with everything that is
 * done for it. Told as it comes in, before anything else looks at it, so that whatever draws finds it by `language()`.
 */
export function followRequests(): void {
  if (shared[requestLanguage]) return;
  const storage = new AsyncLocalStorage<Language>();
  shared[requestLanguage] = () => storage.getStore();
  subscribe("http.server.request.start", (message) => {
    const { headers } = (message as { request: IncomingMessage }).request;
    storage.enterWith(languageFor(headers.cookie ?? "", headers["accept-language"] ?? ""));
  });
}
