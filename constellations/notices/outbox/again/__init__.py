"""Mail that was laid aside, tried again: when somebody says so, and when sending works again."""
