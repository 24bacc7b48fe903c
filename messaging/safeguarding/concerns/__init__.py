"""Concerns as their readers see to them: the list, one of them, and what becomes of it."""
