import { NextResponse, type NextRequest } from "next/server";

import { contentSecurityPolicy } from "@/lib/content-security-policy";
import { keptFor, keptInside } from "@/lib/public-pages";
import { isAnybody, isSomebody } from "@/lib/somebody";
import { isThereForNobody, missingForNobody } from "@/lib/there";

/**
 * A strict Content-Security-Policy on every page, with a nonce that Next.js puts on its own scripts; where the gateway
 * keeps a page it puts their hashes in its place (docs/adr/0010-kept-pages.md).
 * Style attributes are allowed (avatars and bars carry their hue and width in them), style elements are not.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy(
    nonce,
    request.headers.get("host"),
    process.env.NODE_ENV !== "production",
  );
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Where to come back to from signing in; layouts are not told.
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  const missing = await missingIn(request);
  // For the words of that page, to which the server may come by asking itself, and through here again.
  if (missing === "session") headers.set("x-session-of", eventOf(request));
  else if (request.nextUrl.pathname !== nowhere) headers.delete("x-session-of");
  const response = missing
    ? NextResponse.rewrite(new URL(nowhere, request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  const kept = keptOf(request);
  if (kept) response.headers.set("surrogate-control", kept);
  return response;
}

/** For a whole page that is asked for without a word of who asks: for how long it is everybody's. */
function keptOf({ method, headers, nextUrl }: NextRequest): string | null {
  if ((method !== "GET" && method !== "HEAD") || !isDocument(headers)) return null;
  const cookies = headers.get("cookie") ?? "";
  if (isAnybody(cookies)) return keptInside(nextUrl.pathname);
  return isSomebody(cookies) ? null : keptFor(nextUrl.pathname);
}

const isDocument = (headers: Headers): boolean =>
  (headers.get("sec-fetch-dest") ?? "document") === "document";

/** No route has it: its answer is 404 with a page to read, where a route that finds nothing answers by scripts only. */
const nowhere = "/no/such/page";

const eventOf = ({ nextUrl }: NextRequest): string => nextUrl.pathname.split("/").slice(0, 3).join("/");

/** Whether a whole page is not there for who asks, or it is that session alone; who is signed in is told by the page. */
async function missingIn({ headers, nextUrl }: NextRequest): Promise<"page" | "session" | null> {
  if (!isDocument(headers)) return null;
  if (isThereForNobody(nextUrl.pathname)) return "page";
  if (isSomebody(headers.get("cookie") ?? "")) return null;
  return missingForNobody(nextUrl.pathname);
}

export const config = {
  // Pages only: static files carry no document to protect.
  matcher: [
    {
      source:
        "/((?!_next/static|_next/image|favicon.ico|robots\\.txt$|sitemap\\.xml$|fonts/|sw\\.js$|version\\.txt$).*)",
    },
  ],
};
