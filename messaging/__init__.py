"""What we say: the conversations of a constellation, of a service, and between people."""
