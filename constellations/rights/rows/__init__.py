"""The rows of every table that are of one person or child, found by what is declared of it."""
