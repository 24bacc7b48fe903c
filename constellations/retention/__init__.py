"""Who stayed and who left, by year: counts of a service, with small numbers hidden from who is further away."""
