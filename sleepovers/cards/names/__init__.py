"""Whether words may name a child: by what it is called on its stay card, of which a keyed hash alone is compared."""
