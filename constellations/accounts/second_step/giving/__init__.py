"""Giving a second step: where one signs in, and again before what matters."""
