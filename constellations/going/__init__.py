"""Homes that go their ways: a family that moves to another constellation, and a constellation that closes."""
