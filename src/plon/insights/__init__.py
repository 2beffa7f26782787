"""What to do, how it goes and why: Today, the list and the card of customers, search."""
