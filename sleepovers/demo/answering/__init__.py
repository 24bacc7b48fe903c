"""What families of the demo service say to its events, and who came."""
