"""Who may talk to whom, by the rows of today."""
