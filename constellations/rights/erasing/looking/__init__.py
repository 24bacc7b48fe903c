"""Looking through every text of a service for the name, the addresses and the numbers of one person."""
