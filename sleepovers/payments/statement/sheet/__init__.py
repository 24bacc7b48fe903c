"""A statement in words, for the page and for the PDF."""
