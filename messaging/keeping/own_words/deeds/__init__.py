"""What one person did beside writing messages: reactions, votes, how far they read, and where they were named."""
