"""Work for people: calls, visits and other tasks with an owner, a due time and an outcome."""
