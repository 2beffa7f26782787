"""Pages of the value room."""
