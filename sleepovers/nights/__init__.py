"""Who sleeps where, tonight and before; and saying that a night was slept."""
