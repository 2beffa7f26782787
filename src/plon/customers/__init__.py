"""Who: people and firms, the addresses we know them by, consents, merge, erasure."""
