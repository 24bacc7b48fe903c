"""What a liaison worker sees of families: that they take part, never what they say or read."""
