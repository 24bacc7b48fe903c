"""How a month was, in one word of a carer, which nobody reads unless that carer wants it."""
