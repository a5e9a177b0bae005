/** Next.js calls this once, as a server starts and before it answers anybody. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ followRequests }, { loadCatalogues }] = await Promise.all([
    import("@/lib/request-language"),
    import("@/messages"),
  ]);
  await loadCatalogues();
  followRequests();
}
