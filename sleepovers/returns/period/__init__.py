"""The returns of a service added up over a quarter or a year."""
