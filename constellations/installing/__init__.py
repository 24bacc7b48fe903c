"""Roost as an app on the home screen: what its browser fetches from the root of the site."""
