"""Give and take: who had children to stay, and whose children stayed elsewhere."""
