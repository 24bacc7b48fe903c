"""One stay: its page, and what really happened."""
