"""The batches that finance sends to be paid, and how their files are laid out."""
