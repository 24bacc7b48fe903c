"""The support log: help of a hub that Roost cannot read from elsewhere."""
