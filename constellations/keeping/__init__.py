"""How long each kind of record is kept: one schedule, what a service may choose, and the job that removes the rest."""
