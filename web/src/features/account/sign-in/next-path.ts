/** The origin does not matter: it only has to be the same after resolving. */
const here = "http://hallway.invalid";

/**
 * Where to go after signing in: a path of this site, or "/" for anything else. Resolved as a browser does it, so that
 * `//evil.example`, `/\evil.example` and the like, which leave the site, are refused. Never back to signing in.
 */
export function nextPath(next: string | string[] | null | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/") || next.length > 2_000) return "/";
  try {
    const url = new URL(next, here);
    // Where the answer is itself used as a reference, "/.//evil.example" must not have become "//evil.example".
    if (url.origin !== here || url.pathname.startsWith("//")) return "/";
    if (/^\/(?:login|register)\/?$/u.test(url.pathname)) return "/";
    return url.pathname + url.search + url.hash;
  } catch {
    return "/";
  }
}

/** `/login` or `/register` that comes back to `next` afterwards. */
export function withNext(path: "/login" | "/register", next: string): string {
  const back = nextPath(next);
  return back === "/" ? path : `${path}?next=${encodeURIComponent(back)}`;
}
