"""What the pictures are made of, as it is stored."""
