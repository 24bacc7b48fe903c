"""What is said beside an ask: how full a month would be, and that another home could have a turn."""
