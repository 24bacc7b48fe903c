"""Who read which conversation, and who took somebody's words: what messaging tells a report of who saw what."""
