"""The word of whoever decides for a child: who has to get it, and whether it was given."""
