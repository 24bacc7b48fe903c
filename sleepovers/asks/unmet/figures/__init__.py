"""How many asks came to nothing, by month and by constellation: the figure a service never had."""
