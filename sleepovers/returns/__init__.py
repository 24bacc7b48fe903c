"""The support log of a hub, and the monthly return of a constellation, which Roost writes from what happened."""
