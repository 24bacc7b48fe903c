"""The first year of a carer: the courses that a service wants, and how far the learning log has come."""
