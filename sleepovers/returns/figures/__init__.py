"""What a constellation's month comes to, in numbers."""
