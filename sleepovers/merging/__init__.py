"""A child or a home that stands twice: one is kept, what is the other's becomes its, and both keys find it."""
