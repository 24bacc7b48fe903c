"""Claims: the count of a home's month, who is told of it, and the closing of months."""
