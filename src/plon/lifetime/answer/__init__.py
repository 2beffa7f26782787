"""The whole answer about a list of sales: analysis, whom to contact, and why."""
