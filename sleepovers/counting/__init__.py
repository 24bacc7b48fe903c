"""The count of a month, done by the database for all homes at once; its rules are those of `sleepovers/uplift.py`."""
