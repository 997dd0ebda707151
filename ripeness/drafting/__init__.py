"""A case drafted from the record: ranges, defaults by name, and the passages that they rest on."""
