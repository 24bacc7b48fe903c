"""Who stands in for a member of staff for some days: with what the other one may do, and in their own name."""
