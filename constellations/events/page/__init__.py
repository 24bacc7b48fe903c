"""The page of an event: its facts, its series, its money, and what may be done."""
