"""The hub’s word: its yes to a sleepover at short notice, or to a first one; and what needs nobody’s any more."""
