import { headers } from "next/headers";
import { redirect } from "next/navigation";

import { isAnybody, isSomebody } from "./somebody";

/** On the server: nobody is signed in in the browser that asks. */
export async function isNobody(): Promise<boolean> {
  return !isSomebody((await headers()).get("cookie") ?? "");
}

/** On the server: a whole page for somebody who is signed in, whoever that is (docs/adr/0010-kept-pages.md). */
export async function isAnybodysVisit(): Promise<boolean> {
  const head = await headers();
  return (head.get("sec-fetch-dest") ?? "document") === "document" && isAnybody(head.get("cookie") ?? "");
}

/** On the server: sends nobody to sign in, and back to this page afterwards. */
export async function signInFirst(): Promise<void> {
  if (!(await isNobody())) return;
  const path = (await headers()).get("x-path") ?? "/";
  redirect(`/login?next=${encodeURIComponent(path)}`);
}

/**
 * On the server: the answer is a whole page for nobody, who may have no scripts. What people see while moving between
 * pages is drawn by the scripts they have.
 */
export async function isPlainVisit(): Promise<boolean> {
  const dest = (await headers()).get("sec-fetch-dest") ?? "document";
  return dest !== "empty" && (await isNobody());
}
