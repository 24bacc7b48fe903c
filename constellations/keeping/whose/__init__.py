"""Whose a record is that may go, and whether a legal hold keeps it: conditions that kinds of record are made of."""
