"""Letting the people of the demo service talk."""
