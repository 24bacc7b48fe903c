"""The secret addresses of feeds: made, renewed, ended."""
