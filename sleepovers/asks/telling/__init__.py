"""Telling those concerned what became of an ask or a stay."""
