import type { MetadataRoute } from "next";
import { connection } from "next/server";

import { origin } from "@/lib/origin";

/** Pages of people are not for search engines; they answer nobody without signing in, too. */
const personal = ["/profile", "/settings", "/notifications", "/invitations", "/messages", "/calendar/"];

export default async function robots(): Promise<MetadataRoute.Robots> {
  // Where Hallway is for the world is known when it runs, not when it is built.
  await connection();
  return {
    rules: {
      userAgent: "*",
      disallow: [...personal, "/graphql", "/e/*/messages", "/e/*/people", "/e/*/call"],
    },
    sitemap: `${origin()}/sitemap.xml`,
  };
}
