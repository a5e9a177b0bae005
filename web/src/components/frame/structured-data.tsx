import { headers } from "next/headers";

/** What a page is about, for search engines (schema.org, as JSON-LD). */
export async function StructuredData({ data }: { data: object }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <script
      type="application/ld+json"
      nonce={nonce}
      suppressHydrationWarning
      dangerouslySetInnerHTML={{ __html: scriptText(data) }}
    />
  );
}

/** As text for a script element: nothing in it can end that element. */
const scriptText = (data: object): string =>
  JSON.stringify({ "@context": "https://schema.org", ...data })
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028");
