"""Which home covers for the hub while its carers are away or ill: named days, seen by all members."""
