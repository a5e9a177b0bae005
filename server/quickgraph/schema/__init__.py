"""SDL and resolvers joined into one executable schema."""
