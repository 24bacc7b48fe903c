"""The activity budget of a constellation: what was decided, what was spent, and on whom."""
