"""How far back what was said in a conversation is somebody's to read."""
