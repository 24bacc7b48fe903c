"""The neighbours of the demo service: other services of its region, of which nobody but a regional viewer reads."""
