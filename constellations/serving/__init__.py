"""Serving Roost: the command, and what a worker of the server has beside the application."""
