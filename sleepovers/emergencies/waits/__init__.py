"""How long each rung of an emergency waits: a service's own setting."""
