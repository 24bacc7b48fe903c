"""The stay card: what tonight's host needs to know of a child, who may read it when, and who did."""
