"""An ask as a page or a card shows it."""
