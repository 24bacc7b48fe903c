"""How long what people say is kept, what is held from going, what goes for good, and copies that may be taken of it."""
