"""The pseudonymised tables of homes and of events."""
