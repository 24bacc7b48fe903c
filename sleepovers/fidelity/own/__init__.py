"""The items that a service adds to its checklist, answered by hand."""
