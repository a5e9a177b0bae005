"""Requests before execution: document parsed, limited, validated, its cost computed."""
