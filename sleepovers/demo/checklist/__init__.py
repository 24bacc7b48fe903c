"""What the demo service added to its checklist, and how it was answered."""
