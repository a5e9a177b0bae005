"""GraphQL on graphql-core, with documents compiled."""
