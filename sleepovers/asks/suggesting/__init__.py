"""Homes that might be asked, each with its reason in words."""
