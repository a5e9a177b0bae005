import type { ApolloClient, OperationVariables } from "@apollo/client";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

import { Problem, toProblem } from "./problem";

/** Asks by Apollo but without its cache, for what is kept outside it; throws a Problem. Without Apollo: `lib/request`. */
export async function ask<D, V extends OperationVariables>(
  client: ApolloClient,
  query: TypedDocumentNode<D, V>,
  variables: V,
): Promise<D> {
  try {
    const { data } = await client.query<D>({ query, variables, fetchPolicy: "no-cache" });
    if (data) return data;
  } catch (error) {
    throw toProblem(error);
  }
  throw new Problem("internal", "Something went wrong. Try again.");
}
