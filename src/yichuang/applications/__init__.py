"""Applications (申请): one form, one material set, one signature for 1..n cases. Imports cases and below."""
