"""What the shared pages do, and how they say it."""
