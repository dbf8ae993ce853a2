"""Which articles and headlines belong together."""
