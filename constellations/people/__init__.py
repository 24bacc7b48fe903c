"""The people of a service: who they are, what they look after, and whether they may come in."""
