"""Figures for who watches over an installation: counts and ages, never an id, a name or a word of anybody."""
