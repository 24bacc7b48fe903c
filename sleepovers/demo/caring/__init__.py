"""What the demo service shows of homes that could do with a rest, nights off, asks never put, and budgets."""
