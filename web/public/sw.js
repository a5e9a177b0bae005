/**
 * Hallway's one service worker. A page that is opened without a network gets a page of ours that waits for it, instead
 * of the browser's error. It keeps nothing: that page is in this file, and everything else goes to the network as if
 * the worker were not there. HALLWAY_SERVICE_WORKER=0 replaces it by one that takes itself away.
 */

self.addEventListener("install", (event) => {
  // The next version need not wait for tabs to close: there is nothing that could not fit them.
  self.skipWaiting();
  // Where browsers know this, nothing but navigations so much as wakes the worker.
  event.addRoutes?.({ condition: { not: { requestMode: "navigate" } }, source: "network" })?.catch(() => {});
});

self.addEventListener("activate", (event) => {
  // The request is on its way while the worker starts.
  event.waitUntil(Promise.all([self.registration.navigationPreload?.enable(), self.clients.claim()]));
});

self.addEventListener("fetch", (event) => {
  const { mode, method } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(open(event));
});

async function open(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return shell(await language());
  }
}

/** What stands on the page, by language: from messages/<language>/offline.json, put in by the build. */
const words = __WORDS__;

/** As a page's would be (src/lib/locale.ts): what was chosen, else what the browser would like best. */
async function language() {
  const chosen = await self.cookieStore?.get("hallway_language").catch(() => null);
  const wished = navigator.languages.map((tag) => tag.split("-")[0]);
  return [chosen?.value, ...wished].find((one) => Object.hasOwn(words, one)) ?? "en";
}

function shell(lang) {
  const nonce = crypto.randomUUID();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'`;
  return new Response(html(nonce, lang, words[lang]), {
    status: 503,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `${policy}; frame-ancestors 'none'; base-uri 'none'`,
    },
  });
}

const html = (nonce, lang, said) => `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${said.title} · Hallway</title>
<style nonce="${nonce}">${style}</style>
<main>
<svg width="24" height="24" viewBox="0 0 20 20" aria-hidden="true"><path d="M2 19V9a8 8 0 0 1 16 0v10" fill="none" stroke="currentColor" stroke-width="2"/><path d="M6.5 19V10.2a3.5 3.5 0 0 1 7 0V19z" fill="currentColor"/></svg>
<h1>${said.title}</h1>
<p>${said.body}</p>
<button>${said.retry}</button>
<p role="status"></p>
</main>
<script nonce="${nonce}">(${waitForNetwork})(${JSON.stringify(said)})</script>
</html>`;

/** The colours of src/app/globals.css. */
const style = `
:root { color-scheme: light; --background: oklch(0.98 0.004 85); --foreground: oklch(0.235 0.01 70);
  --muted: oklch(0.478 0.012 75); --border: oklch(0.845 0.008 85); --surface: oklch(0.998 0.001 85);
  --hover: oklch(0.945 0.006 85); --accent: oklch(0.505 0.185 262); }
.dark { color-scheme: dark; --background: oklch(0.188 0.004 75); --foreground: oklch(0.945 0.006 85);
  --muted: oklch(0.715 0.011 80); --border: oklch(0.372 0.007 75); --surface: oklch(0.22 0.004 75);
  --hover: oklch(0.262 0.005 75); --accent: oklch(0.765 0.11 262); }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; text-align: center;
  background: var(--background); color: var(--foreground); font: 14px/1.5 Geist, system-ui, sans-serif; }
main { max-width: 360px; padding: 32px 16px; }
h1 { margin: 16px 0 4px; font-size: 16px; font-weight: 600; }
p { margin: 0; min-height: 1.5em; color: var(--muted); }
button { margin: 16px 0 12px; height: 36px; padding: 0 14px; font: inherit; font-weight: 500; color: inherit;
  background: var(--surface); border: 1px solid var(--border); border-radius: 8px; cursor: pointer; }
button:hover { background: var(--hover); }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

/** Runs in the page, not here: opens it again as soon as Hallway answers, and asks now and then whether it does. */
function waitForNetwork(said) {
  let chosen = null;
  try {
    chosen = localStorage.getItem("hallway.theme");
  } catch {
    // Storage is blocked: as the system has it.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.classList.toggle("dark", chosen === "dark" || (chosen !== "light" && dark));

  const status = document.querySelector("[role=status]");
  const title = document.querySelector("h1");
  const shortest = 2000;
  const longest = 30_000;
  let wait = shortest;
  let timer;
  // An address may fail though Hallway answers: then each time later, also from one load of this page to the next.
  const kept = "hallway.offline";
  try {
    const [at, before] = JSON.parse(sessionStorage.getItem(kept) ?? "[]");
    if (Date.now() - at < 2 * longest) wait = Math.min(Number(before) * 2 || shortest, longest);
  } catch {
    // Nothing kept.
  }
  const openAgain = () => {
    try {
      sessionStorage.setItem(kept, JSON.stringify([Date.now(), wait]));
    } catch {
      // Storage is blocked: the shortest wait again.
    }
    location.reload();
  };
  const words = () => {
    // A network there is, and Hallway does not answer: it may be starting anew.
    title.textContent = navigator.onLine ? said.unreachable : said.title;
    document.title = `${title.textContent} · Hallway`;
  };
  const look = async () => {
    clearTimeout(timer);
    words();
    try {
      const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(5000) });
      if (answer.ok) return openAgain();
    } catch {
      // Not yet.
    }
    later();
  };
  const later = () => {
    // Not everybody at once when it is back, and never one reload upon the other.
    timer = setTimeout(look, wait * (0.5 + Math.random()));
    wait = Math.min(wait * 1.5, longest);
  };
  document.querySelector("button").addEventListener("click", async () => {
    status.textContent = said.trying;
    wait = shortest;
    await look();
    status.textContent = said.notYet;
  });
  addEventListener("online", look);
  addEventListener("offline", words);
  words();
  later();
}
