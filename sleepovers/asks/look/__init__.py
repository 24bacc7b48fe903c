"""What the form of an ask foretells before it is sent."""
