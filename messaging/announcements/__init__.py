"""Announcements: what a service or a constellation is told, and who has said “Got it”."""
