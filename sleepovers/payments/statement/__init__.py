"""The statement of a home's uplift, as a page and as a PDF."""
