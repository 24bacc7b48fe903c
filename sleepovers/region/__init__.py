"""How far the beds of a region are used, for who may read no night."""
