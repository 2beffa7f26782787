"""Pages of the room: tasks, and when the firm works."""
