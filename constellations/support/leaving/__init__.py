"""Homes that left: which the register knows of, and the reasons that staff write down for each; staff alone see them."""
