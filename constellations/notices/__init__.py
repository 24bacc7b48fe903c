"""Telling people: notices inside Roost, and mail that says no more than that there is one."""
