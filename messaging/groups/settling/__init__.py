"""Giving a group another name, closing it, and opening it again; what was said can be read all the while."""
