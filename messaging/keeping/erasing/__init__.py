"""What an erasure does in conversations beside rows and texts: the index of words is written anew."""
