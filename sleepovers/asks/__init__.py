"""Asking for a sleepover: who is asked, what they answer, and what becomes of it."""
