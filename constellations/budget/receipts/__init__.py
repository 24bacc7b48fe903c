"""The receipt of a budget line as a file: a photo or a PDF, seen by who sees the budget."""
