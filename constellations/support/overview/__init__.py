"""One page for all that keeps carers going, and what of it waits for somebody."""
