"""How long stay cards, hand-over notes and lists of bags are kept, and the job that removes them."""
