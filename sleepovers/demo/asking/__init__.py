"""What the carers of the demo service ask of each other."""
