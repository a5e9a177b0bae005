/** The one style element there is: what Radix's Select writes beside its list. `components/ui/select.test.tsx` compares. */
const selectStyle = "sha256-441zG27rExd4/il+NvIqyL8zFx5XmyNQtE381kSkUJk=";

/** Of every page. `host` as the browser sent it: Safari before 15.4 does not count ws: to the same host as 'self'. */
export function contentSecurityPolicy(nonce: string, host: string | null, development: boolean): string {
  const sockets = host && /^[\w.:[\]-]+$/u.test(host) ? ` ws://${host} wss://${host}` : "";
  const assets = process.env.HALLWAY_ASSETS_URL ? ` ${process.env.HALLWAY_ASSETS_URL}` : "";
  const directives = {
    "default-src": "'self'",
    "script-src": `'self'${assets} 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src": development ? "'self' 'unsafe-inline'" : `'self'${assets} '${selectStyle}'`,
    "style-src-attr": "'unsafe-inline'",
    "img-src": `'self'${assets} data: blob:`,
    "font-src": `'self'${assets}`,
    "connect-src": `'self'${sockets}`,
    "media-src": "'self' blob:",
    "worker-src": "'self' blob:",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "object-src": "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
