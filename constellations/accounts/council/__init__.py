"""Signing in with a council account: the council’s own Entra ID says who somebody is."""
