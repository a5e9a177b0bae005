"""What one request may ask for."""

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one request may ask for. The defaults leave a large page of a large application ample room."""

    document_bytes: int = 64 * 1024
    tokens: int = 2_000
    comments: int = 100
    operations: int = 10
    root_fields: int = 20
    """Of one operation, fragments expanded."""
    depth: int = 12
    """Levels of fields; introspection may go twice as deep."""
    nesting: int = 40
    """Levels of selection sets and fragment spreads, whether or not they hold fields."""
    selections: int = 150
    """Of one selection set, fragments expanded."""
    merged: int = 10
    """Fields of one response key in one selection set: validation compares them pair by pair, and their subfields."""
    fields: int = 500
    """Of all operations together, fragments expanded: compiling takes about 0.1 ms for each."""
    aliases: int = 30
    directives: int = 40
    literal_depth: int = 10
    """Lists and objects inside each other in an argument of the document."""
    cost: int = 200_000
    """About how many values a response may hold: see `@cost`."""
    list_size: int = 10
    """How many items a list is taken to hold when no `@cost` says so."""
    variables: int = 10_000
    """Values in the variables, however deep."""
    variables_depth: int = 20
    variables_bytes: int = 256 * 1024
    errors: int = 5
    """Of one response."""
    documents: int = 1_000
    """In the document cache at most, and this much memory for them at most, as estimated."""
    documents_bytes: int = 64 * 1024 * 1024
    seconds: float = 30.0
    """For executing one operation."""
