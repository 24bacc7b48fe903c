"""A constellation closes on a day: its homes go their ways, and what was said there can only be read."""
