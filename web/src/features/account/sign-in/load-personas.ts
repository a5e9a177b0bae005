import { Personas as PersonasOperation } from "@/gen/operations/personas";
import { serverQuery } from "@/lib/server-graphql";

import type { Personas } from "./personas";

/** The demo's people, on the server. Signing in with an account works without them, so a failure gives none. */
export async function loadPersonas(): Promise<Personas> {
  try {
    return (await serverQuery(PersonasOperation, {})).personas;
  } catch {
    return [];
  }
}
