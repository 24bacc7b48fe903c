"""What sleepovers put on the page of a family."""
