"""How staff keep in touch with families: calls and visits written down, and families left in peace for a while."""
