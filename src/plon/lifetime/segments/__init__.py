"""Customers in groups: RFM, tiers, cohorts, channels, and how much depends on few."""
