"""Nights off: how many nights or days a year a home’s children may stay elsewhere, so that the home has a break."""
