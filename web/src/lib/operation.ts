import type { Operation } from "./request";

/** What `npm run codegen` has put beside a document: how it is asked. */
export function operationOf(document: object): Operation<unknown, never> {
  const { __meta__: meta } = document as { __meta__?: Operation<unknown, never> };
  if (!meta) throw new Error("Only documents of src/gen/graphql.ts can be asked.");
  return meta;
}
