"""What an erasure does beside rows and texts: mails that name somebody, and entries of phones' calendars."""
