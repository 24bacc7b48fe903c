"""Days on which much is closed: bank holidays of each nation with a service's own, and the holidays of its schools."""
