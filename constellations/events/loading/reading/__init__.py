"""Reading the events of a calendar file as plain values, whatever is known of them."""
