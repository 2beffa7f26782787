"""Base page, components, charts, filters, static files: how things look; no business words."""
