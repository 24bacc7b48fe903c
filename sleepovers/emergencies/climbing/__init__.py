"""How an emergency climbs its ladder, by the clock and by what homes say."""
