"""How homes are looked after that have had many nights, or no free weekend."""
