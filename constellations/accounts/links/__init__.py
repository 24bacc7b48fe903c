"""Links that are mailed: invitations, and the way to a new password."""
