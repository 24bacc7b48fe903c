"""Saying that a message worries one, and hearing that somebody has seen that."""
