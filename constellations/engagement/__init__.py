"""Who takes part: signs of life, and the families that need somebody."""
