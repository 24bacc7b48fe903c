"""How people come in: invitations, passwords, and the devices on which they are signed in."""
