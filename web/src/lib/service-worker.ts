/** Installs `public/sw.js`, where browsers have such a thing. Pages work the same without it. */
export function startServiceWorker(): void {
  if (process.env.NODE_ENV !== "production" || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}
