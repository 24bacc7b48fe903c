"""What belongs to a carer's own record, which is kept until ten years after approval ends."""
