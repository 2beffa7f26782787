"""Who may not get in: every address tried by strangers."""
