"""Value and cost by formula, in exact decimals: for firms too young for a model."""
