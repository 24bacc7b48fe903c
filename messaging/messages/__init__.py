"""Messages: posting, changing and removing them, and reading them as they are shown."""
