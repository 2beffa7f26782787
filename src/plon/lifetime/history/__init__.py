"""Transactions to customer-days to one row a customer, and how that is kept."""
