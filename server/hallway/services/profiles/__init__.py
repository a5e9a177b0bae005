"""Owns what people say of themselves, who is recommended to whom, who said yes, and who blocked whom."""
