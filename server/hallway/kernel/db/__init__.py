"""PostgreSQL: the pool, the transaction that each API method runs in, and the migrations of each service's schema."""
