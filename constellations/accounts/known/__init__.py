"""The browsers on which people have signed in before, where strangers beside them keep nobody out."""
