"""All that a liaison worker looks after, handed over to another one; and which constellations nobody looks after."""
