"""What Roost does by itself at night, and the ledger of it."""
