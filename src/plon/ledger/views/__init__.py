"""Pages for accountants: accounts, transfers, files. Nothing is changed here."""
