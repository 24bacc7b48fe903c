"""Setting a service’s council sign-in: its tenant, and as which application Roost asks there."""
