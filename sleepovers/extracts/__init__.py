"""What sleepovers hand over to be taken out as files."""
