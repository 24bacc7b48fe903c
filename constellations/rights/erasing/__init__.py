"""Erasing a person or a child: what would go and what stays, and the one transaction in which it is done."""
