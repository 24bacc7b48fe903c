"""Somebody of the demo service stands in for somebody else."""
