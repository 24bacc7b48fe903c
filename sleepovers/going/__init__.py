"""What of sleepovers is touched when homes leave a constellation."""
