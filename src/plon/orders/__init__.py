"""Facts of trade: catalogue, orders and contracts, refunds, margin and commission."""
