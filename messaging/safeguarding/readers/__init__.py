"""Who reads concerns: named by the service, or by what they are."""
