/** What a page is about, for search engines (schema.org, as JSON-LD). */
export function StructuredData({ data }: { data: object }) {
  return (
    <script
      type="application/ld+json"
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
