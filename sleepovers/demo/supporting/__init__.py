"""What keeps the demo service’s carers going: pairs, months, dates, the health check, the first year."""
