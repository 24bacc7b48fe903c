"""The handbook of a service: pages with versions, what changed in words, and who has said that they have read them."""
