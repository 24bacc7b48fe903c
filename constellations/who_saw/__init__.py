"""Who saw or took what of a person, a child or a conversation, and when: the report that a breach asks for."""
