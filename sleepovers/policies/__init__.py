"""Policies and rates: what a service counts, beyond how many, and what it pays."""
