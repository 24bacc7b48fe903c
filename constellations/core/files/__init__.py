"""Files that people hand over: looked into, drawn anew, kept under keys nobody can guess, and given out inert."""
