"""Who reads the returns of a constellation, and who finishes them."""
