"""The working of one home's month: each night, and why it counts or does not."""
