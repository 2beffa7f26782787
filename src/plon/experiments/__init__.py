"""What a firm tries out: a finding becomes a hypothesis that ends with a result and a decision."""
