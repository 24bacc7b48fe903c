"""The local fidelity checklist of each constellation: what a service asks of it, and how it stands."""
