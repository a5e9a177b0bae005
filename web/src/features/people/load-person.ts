import { PersonName } from "@/gen/operations/people";
import { visitorQuery } from "@/lib/server-graphql";

/** The name of somebody for the title of their page, on the server; null where the visitor may not know, or nobody can tell. */
export async function loadPersonName(id: string): Promise<string | null> {
  const found = await visitorQuery(PersonName, { id }).catch(() => null);
  return found?.person.name ?? null;
}
