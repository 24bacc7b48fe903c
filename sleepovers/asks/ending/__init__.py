"""How an ask comes to its end."""
