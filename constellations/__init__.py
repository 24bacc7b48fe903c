"""Who we are: people, homes, roles, what is on, and who may see what."""
