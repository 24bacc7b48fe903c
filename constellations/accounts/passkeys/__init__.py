"""Passkeys: a fingerprint, a face or a PIN on one’s own device, instead of a password."""
