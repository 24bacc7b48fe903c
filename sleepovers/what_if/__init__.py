"""What past months would have brought under another policy or rate; nothing is stored."""
