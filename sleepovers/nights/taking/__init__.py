"""Giving a stay its nights: rows that are new to it or pass to it from another, each with a bed."""
