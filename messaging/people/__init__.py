"""Who is in a conversation, and with whom one may begin one."""
