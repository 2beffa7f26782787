"""Which model speaks, by what proof, what it expects, and how sure that is."""
