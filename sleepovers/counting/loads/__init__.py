"""How far a home's month has come, and where a stay would bring it."""
