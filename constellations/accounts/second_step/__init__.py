"""The second step of signing in: an app that shows codes, recovery codes, and who must have one."""
