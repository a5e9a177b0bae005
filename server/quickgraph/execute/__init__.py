"""Plans executed: resolvers called, values completed, responses encoded."""
