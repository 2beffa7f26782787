"""Django's backend for SQLite, told how much today's SQLite takes."""
