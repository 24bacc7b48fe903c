"""Putting a feed together from its entries, and again from what changed."""
