"""The keys that access tokens are signed with: made, kept encrypted, replaced, published."""
