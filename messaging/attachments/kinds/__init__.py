"""The kinds of files that a message may carry."""
