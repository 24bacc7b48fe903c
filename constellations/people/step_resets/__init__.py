"""Letting somebody in again who lost their second step: one member of staff asks for it, another confirms."""
