"""Homes that left: those that the register knows of, and why, as staff write it down and they alone see it."""
