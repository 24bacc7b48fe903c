"""What is known of constellations, gathered for their checklists in a fixed number of queries."""
