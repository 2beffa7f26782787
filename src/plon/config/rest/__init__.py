"""The REST API put together: its rooms, its description, its refusals, what stands before it."""
