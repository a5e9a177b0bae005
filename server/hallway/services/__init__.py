"""The six rooms behind the one front door. Each folder has the same file names: see docs/architecture.md."""
