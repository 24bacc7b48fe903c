"""Counting the services of a region, in a fixed number of queries."""
