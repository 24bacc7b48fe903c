"""Polls: a question with answers to choose from, or with days, asked in a conversation."""
