"""What was paid and what came back."""
