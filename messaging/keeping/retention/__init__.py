"""For how long a service keeps what is said, chosen on a page that warns of what would go."""
