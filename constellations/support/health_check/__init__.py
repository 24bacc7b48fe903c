"""The six-monthly health check of carers: anonymous, added up as it comes in, shown once it is over."""
