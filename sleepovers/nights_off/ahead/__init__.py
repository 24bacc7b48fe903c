"""What an ask would use of a family’s nights off, before it is sent."""
