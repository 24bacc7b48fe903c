"""Moving an agreed stay to another home, or swapping the homes of two, without calling anything off."""
