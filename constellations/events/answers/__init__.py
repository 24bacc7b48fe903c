"""Who comes: what families say to an event, who of them comes, what they eat, and who waits for a place."""
