"""A bed tonight: an ask of the kind *emergency* that climbs a ladder of homes until somebody says “I can”."""
