"""What of sleepovers makes a family need somebody: homes that could do with a rest, and asks of which nothing came."""
