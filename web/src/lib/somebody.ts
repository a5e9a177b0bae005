/**
 * Whether a request may be somebody's, for pages that are drawn before any script runs. The access token's cookie ends
 * after minutes and the one that renews it is not sent to pages, so this browser keeps beside them a cookie that says no
 * more than that somebody is signed in. It gives no right to anything: who lies in it sees an empty page.
 */
const mark = "hallway_somebody";
const tokens = ["hallway_access", "__Host-hallway_access"];
const longest = 400 * 24 * 3_600;

export function markSomebody(isIn: boolean): void {
  if (typeof document === "undefined") return;
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${mark}=1; path=/; max-age=${isIn ? longest : 0}; samesite=lax${secure}`;
}

/** By the names in a Cookie header. */
export const isSomebody = (cookies: string): boolean => has(cookies, [mark, ...tokens]);

/** Somebody, of whom nothing more is said: what is drawn is the same for everybody who is signed in. */
export const isAnybody = (cookies: string): boolean => has(cookies, [mark]) && !has(cookies, tokens);

const has = (cookies: string, names: readonly string[]): boolean =>
  cookies.split(";").some((pair) => {
    const [name = "", value = ""] = pair.split("=");
    return value !== "" && names.includes(name.trim());
  });
