import type { MetadataRoute } from "next";
import { connection } from "next/server";

import { loadSitemap } from "@/features/event-page";

export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  await connection();
  return (await loadSitemap()).map((url) => ({ url }));
}
