"""How people are alerted to what is new: quiet hours, and one mail for all that waits."""
