"""The first page that somebody sees: a greeting, and the panels that their role has, handed over by every feature."""
