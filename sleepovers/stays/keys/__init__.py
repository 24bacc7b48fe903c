"""The reference of a stay, corrected."""
