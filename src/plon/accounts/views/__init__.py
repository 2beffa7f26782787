"""Pages of workspaces and people: coming in by a link, settings, one's own account."""
