"""Conversations: which there are, who is in each, and beginning one."""
