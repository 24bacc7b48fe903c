"""What worries somebody, who reads that, and what staff may read of conversations that they are not in."""
