"""What an approved claim comes to, and what has gone out of it."""
