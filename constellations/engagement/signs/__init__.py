"""Signs of life: when a family last took part, and how, counted from the activity log."""
