"""Text messages: in an emergency, and when something changes in somebody's account; never of what people say."""
