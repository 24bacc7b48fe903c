"""How much one person may send in a minute, whichever way it comes."""
