"""Which liaison worker looks after which constellation, and who covers for whom."""
