"""What a report shows of an analysis, before any word is chosen."""
