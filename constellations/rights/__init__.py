"""What people may ask of what Roost holds about them: a copy, that it is erased; and what is held from being erased."""
