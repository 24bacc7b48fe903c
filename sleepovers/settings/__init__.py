"""What sleepovers let a service set."""
