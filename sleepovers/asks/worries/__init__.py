"""Asks about whose words somebody worries."""
