"""What is read of all families at once, before anything is said of one."""
