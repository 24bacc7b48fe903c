"""Who can host tonight: the board of a constellation, kept right while it is open."""
