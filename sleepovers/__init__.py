"""Who sleeps where: asks, stays, nights, and the count of sixteen a month."""
