"""How many of a home’s nights off are used, agreed and left."""
