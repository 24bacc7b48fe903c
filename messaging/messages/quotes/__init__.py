"""The beginnings of messages that others answer, as everybody reads them."""
