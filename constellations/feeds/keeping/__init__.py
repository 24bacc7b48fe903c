"""Keeping entries right by itself, whatever was missed."""
