"""Who came: the register of an event, kept on a phone, and the thanks afterwards."""
