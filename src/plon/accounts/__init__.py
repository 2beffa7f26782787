"""Whose: workspaces, people and their roles, API keys, invitations, sign-in links, audit."""
