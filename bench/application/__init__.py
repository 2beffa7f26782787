"""The application under load: made-up firms of any size on both databases, and what is measured."""
