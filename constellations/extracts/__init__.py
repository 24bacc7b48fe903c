"""Files that a service takes out of Roost: what its dashboards show, and tables in which nobody can be recognised."""
