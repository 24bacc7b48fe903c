"""Who else has a bed."""
