"""Keys that change: what an older one sealed is sealed anew with the newest, so that the older can go."""
