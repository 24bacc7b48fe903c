"""Sleepovers that nobody asked for, because it was known that there was no bed."""
