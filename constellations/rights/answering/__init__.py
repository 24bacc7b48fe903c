"""What the jobs do of requests about personal data."""
