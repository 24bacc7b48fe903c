"""Telling carers and liaison workers how far a home's month has come."""
