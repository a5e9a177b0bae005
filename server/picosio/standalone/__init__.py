"""Running picosio without another HTTP server. Nothing else imports this package."""
