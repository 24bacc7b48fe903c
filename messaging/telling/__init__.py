"""Telling the browsers of those in a conversation what happened there, after the commit."""
