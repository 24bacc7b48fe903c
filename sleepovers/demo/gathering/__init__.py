"""What is on in the demo service."""
