"""The booking check: what speaks against a child sleeping in a home on some nights, as a traffic light in words."""
