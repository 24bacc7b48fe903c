"""Telling managers of what carers say is wrong and nobody has settled for long."""
