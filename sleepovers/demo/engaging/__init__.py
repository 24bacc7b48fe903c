"""Who took part in the demo service and of whom nothing was heard, as the weeks went by."""
