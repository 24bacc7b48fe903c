"""Reminders of events: to those who come or have said nothing."""
