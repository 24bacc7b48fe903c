"""When a home has room: its weekly pattern, the exceptions from it, and the beds that are open by night."""
