"""What messaging lets a service set, for the page of all settings."""
