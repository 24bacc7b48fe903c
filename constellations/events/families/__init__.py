"""Families of an event: who lives in them, and which of them it is for."""
