"""The calendar as people look at it: what is on day by day, the month, and a page for the fridge."""
