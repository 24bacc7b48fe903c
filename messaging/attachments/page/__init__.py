"""One photo or document, as who may read its message sees it."""
