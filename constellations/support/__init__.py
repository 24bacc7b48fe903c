"""What keeps carers going: what they learned, and who is there for them."""
