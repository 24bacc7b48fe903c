"""A family moves from one constellation to another: one day ends the one membership and begins the other."""
