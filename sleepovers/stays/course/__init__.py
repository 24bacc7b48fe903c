"""The course of an agreed stay: called off, arrived, home again."""
