"""Pages of the room: the catalogue and the orders."""
