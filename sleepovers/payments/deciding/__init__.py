"""Who decides about money, and whose money it is not to be."""
