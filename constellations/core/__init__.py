"""The ground everything stands on; it knows no word of fostering."""
