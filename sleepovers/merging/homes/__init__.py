"""Two records of one home become one."""
