"""Answering an ask: agree, offer something else, decline."""
