"""A copy of all that one person wrote and did in conversations, for them and for who answers for the service."""
