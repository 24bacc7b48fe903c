"""What the demo service was asked about personal data."""
