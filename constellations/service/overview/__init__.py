"""Every setting of a service on one page: what it is now, who changed it last, and where it is changed."""
