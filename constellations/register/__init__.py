"""Loading a service's spreadsheets: everything is checked first, then all of it is stored, or nothing."""
