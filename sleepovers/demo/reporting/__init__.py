"""What hubs of the demo service wrote down, and a return that waits for its liaison worker."""
