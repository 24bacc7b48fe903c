"""When homes of the demo service have room: what their weeks look like, who is away, and who has room tonight."""

WEEKENDS_ONLY = frozenset({0, 1, 2, 3, 6})
SCHOOL_NIGHTS_ONLY = frozenset({4, 5})

PATTERNS = {"Okafor": WEEKENDS_ONLY, "Novak": SCHOOL_NIGHTS_ONLY, "Doyle": WEEKENDS_ONLY}
"""By home, the weekdays whose nights it keeps for itself."""

AWAY = {"Marsh": (5, 12)}
"""By home, in how many days it goes away, and in how many it is back."""

COVER = {"Plough": ("Whitlock", 6, 9)}
"""By constellation, which home covers for its hub, from in how many days until in how many."""

ROOM_TONIGHT = ("Hughes",)
