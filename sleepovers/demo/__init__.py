"""A fostering service that does not exist, for looking at Roost and for trying it out; every name is invented."""
