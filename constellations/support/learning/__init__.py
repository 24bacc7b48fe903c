"""The learning log: courses, hours and dates of carers, as staff verify them."""
