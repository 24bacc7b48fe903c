"""Which families need somebody, and why: days and facts in words, never a score."""
