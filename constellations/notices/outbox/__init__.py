"""The outbox: mail that waits to be handed in."""
