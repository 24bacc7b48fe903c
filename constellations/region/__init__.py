"""Which numbers a reader above the constellations may see: counts and rates, and nothing that points at somebody."""
