"""Studies: the assumptions of a case drawn many times, each draw solved anew; how far to trust its answers."""
