"""What an entry of a feed says, written down once when it changes."""
