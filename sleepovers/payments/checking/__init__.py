"""What a carer says of a claim, what is done about it, and checking."""
