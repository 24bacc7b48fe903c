"""What happened: who took part (activity), and who changed what (audit)."""
