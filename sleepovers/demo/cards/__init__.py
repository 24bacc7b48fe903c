"""What is written on some stay cards of the demo service, and one hand-over."""
