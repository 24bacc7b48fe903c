"""From flag to payment: the carer's word, checking, approving, exporting, paying, and what is put right afterwards."""
