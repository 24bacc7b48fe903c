"""Telling the homes that a move is about."""
