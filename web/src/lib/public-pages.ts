/** Whose HTML is the same for everybody who is not signed in, in one language: by its path alone. */
const publicPages = [/^\/(?:login|register|host)?$/u, /^\/e\/[^/]+(?:\/agenda|\/sessions\/[^/]+)?$/u];

/** Whose HTML is the same for everybody who is signed in, as long as it is not said who that is. */
const anybodysPages = [
  /^\/(?:e\/[^/]+)?$/u,
  /^\/e\/[^/]+\/(?:lobby|agenda|people|matches|messages|sessions\/[^/]+)$/u,
];

/**
 * How long who stands in front may answer such a page without asking again, in seconds, and how much longer while one
 * is being made: together how old a page may be. See docs/adr/0010-kept-pages.md.
 */
const fresh = 1;
const stale = 1;

const life = `max-age=${fresh}, stale-while-revalidate=${stale}`;

/** What tells the gateway that this answer is everybody's who is not signed in; null: it is not. */
export const keptFor = (path: string): string | null =>
  publicPages.some((page) => page.test(path)) ? life : null;

/** That it is everybody's who is. */
export const keptInside = (path: string): string | null =>
  anybodysPages.some((page) => page.test(path)) ? life : null;
