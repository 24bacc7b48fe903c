"""What an installation needs, looked at from outside its pages, with what to do where something is missing."""
