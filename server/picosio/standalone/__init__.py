"""Running picosio without another HTTP server: `async with listen(server, host, port)`. Nothing else imports this."""

from picosio.standalone.http import listen

__all__ = ["listen"]
