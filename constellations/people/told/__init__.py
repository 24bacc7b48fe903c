"""Who is told of what goes on in a home."""
