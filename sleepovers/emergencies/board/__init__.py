"""What who asks, who is asked and staff see of an emergency, live."""
