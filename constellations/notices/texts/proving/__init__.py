"""Proving that a mobile number is one's own, before anything is sent there."""
