"""What a calendar that asks at an address is answered."""
