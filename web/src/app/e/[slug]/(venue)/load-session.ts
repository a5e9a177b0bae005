import { headers } from "next/headers";
import { cache } from "react";

import { loadSessionHead } from "@/features/events";

/** Asked once in a request, for its head and its status. */
export const loadSession = cache(async (slug: string, id: string) =>
  loadSessionHead(slug, id, (await headers()).get("cookie") ?? ""),
);
