"""Tables that follow from the curated ones: computed in memory, from frames to frames."""
