"""A card that a host has opened for themselves, by writing down a sleepover that nobody had agreed to."""
