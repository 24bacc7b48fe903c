"""Telling people what is new in their calendar."""
