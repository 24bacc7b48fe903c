"""A copy of one conversation, to be kept elsewhere: a file of pages and figures that Roost does not keep."""
