"""The nights behind a count, one by one."""
