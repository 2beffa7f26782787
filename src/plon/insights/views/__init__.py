"""Pages of several rooms: Today, customers, search."""
