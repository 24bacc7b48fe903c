"""The constellation as a picture: what ties its homes, who gives and takes, and how twelve months went."""
