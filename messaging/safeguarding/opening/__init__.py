"""The sealed words of concerns, of which one that no key opens holds up no other."""
