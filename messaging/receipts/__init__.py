"""How far people have read, and who has seen what."""
