"""Measurements beside peers: `make bench`. Each figure is a ratio of medians within one run."""
