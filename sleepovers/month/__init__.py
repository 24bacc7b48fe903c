"""The month of nights of a constellation: homes down, nights across."""
